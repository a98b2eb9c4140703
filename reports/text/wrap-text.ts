import { stripVTControlCharacters } from 'node:util';

/** Columns a line takes on a terminal; colours take none. */
export function visibleWidth(line: string): number {
  return [...stripVTControlCharacters(line)].length;
}

/** Breaks at spaces; a word longer than a line is cut. Later lines start with `indent`. */
export function wrapText(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => cutWord(word, width - indent.length))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && visibleWidth(joined) > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = joined;
  }
  return [...lines, line];
}

function cutWord(word: string, width: number): readonly string[] {
  const characters = [...word];
  if (characters.length <= width) return [word];
  const parts: string[] = [];
  for (let start = 0; start < characters.length; start += width) {
    parts.push(characters.slice(start, start + width).join(''));
  }
  return parts;
}
