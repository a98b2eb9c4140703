import { escapeHtml } from '../../reports/page/escape-html.ts';
import type { Span, Style } from './terminal-screen.ts';

const FONT_PX = 14;
const LINE_PX = 20;
/** The width of a sign in the monospaced fonts there are; spans are fitted to it. */
const SIGN_PX = FONT_PX * 0.6;
const MARGIN_PX = 18;

const PAGE = '#15191e';
const INK = '#d7dde3';
/** All hold 4.5:1 on the dark page. */
const COLORS: Readonly<Record<string, string>> = {
  red: '#ff7b72',
  green: '#7ee787',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#76e3ea',
};

/** A terminal of so many columns as an SVG, dark on any page, as terminals are. */
export function drawTerminal(
  title: string,
  lines: readonly (readonly Span[])[],
  columns: number,
): string {
  const widthPx = Math.ceil(columns * SIGN_PX + 2 * MARGIN_PX);
  const heightPx = lines.length * LINE_PX + 2 * MARGIN_PX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeHtml(title)}</title>`,
    `<rect width="${widthPx}" height="${heightPx}" rx="8" fill="${PAGE}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_PX}">`,
    ...lines.flatMap((spans, row) => spans.flatMap((span) => drawSpan(span, row))),
    '</g></svg>',
    '',
  ].join('\n');
}

/** Word groups by themselves: not every viewer keeps two spaces that follow each other. */
function drawSpan({ column, text, style }: Span, row: number): readonly string[] {
  const y = MARGIN_PX + row * LINE_PX + FONT_PX;
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
    const x = round(MARGIN_PX + (column + lengthOf(text.slice(0, index))) * SIGN_PX);
    const lengthPx = round(lengthOf(words) * SIGN_PX);
    return `<text x="${x}" y="${y}" textLength="${lengthPx}" lengthAdjust="spacingAndGlyphs"${describeStyle(style)}>${escapeHtml(words)}</text>`;
  });
}

/** Columns. */
function lengthOf(text: string): number {
  return [...text].length;
}

function describeStyle({ color, isBold, isDim }: Style): string {
  const fill = (color === null ? undefined : COLORS[color]) ?? INK;
  const weight = isBold ? ' font-weight="600"' : '';
  return ` fill="${fill}"${weight}${isDim ? ' fill-opacity="0.7"' : ''}`;
}

function round(lengthPx: number): number {
  return Math.round(lengthPx * 10) / 10;
}
