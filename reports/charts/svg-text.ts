import { escapeHtml } from '../page/escape-html.ts';

/** A text in a drawing; escaped here. */
export function writeText(
  x: number,
  y: number,
  text: string,
  { anchor = 'start', bold = false }: { anchor?: 'start' | 'middle' | 'end'; bold?: boolean } = {},
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${round(x)}" y="${round(y)}"${anchored}${weight}>${escapeHtml(text)}</text>`;
}

/** Pixels to one decimal. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
