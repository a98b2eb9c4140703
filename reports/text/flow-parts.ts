import { visibleWidth } from './wrap-text.ts';

const GAP = '   ';

/** As many parts on a line as it holds, and no part broken. */
export function flowParts(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const joined = line === '' ? part : `${line}${GAP}${part}`;
    if (line !== '' && visibleWidth(joined) > width) {
      lines.push(line);
      line = part;
    } else line = joined;
  }
  return line === '' ? lines : [...lines, line];
}

/** The first of the parts, as many as one line holds, and always one. */
export function fitParts(parts: readonly string[], width: number): string {
  return flowParts(parts, width)[0] ?? '';
}
