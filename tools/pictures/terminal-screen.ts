/** What stands on a terminal after a program wrote to it: the little of a terminal that ours use. */

export interface Style {
  /** Null is the terminal's own. */
  readonly color: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** Neighbouring characters of one style. */
export interface Span {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

type Cell = { readonly sign: string; readonly style: Style };

const PLAIN: Style = { color: null, isBold: false, isDim: false };
const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
/** A sequence of control (CSI), a title (OSC), another escape, or a single sign. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is told things by them.
const TOKEN = /\u001b\[([?\d;]*)([a-zA-Z])|\u001b\][^\u0007]*\u0007|\u001b.|[\s\S]/gu;

/** The lines on the terminal, top to bottom; empty ones at the end are left out. */
export function readScreen(output: string): readonly (readonly Span[])[] {
  const lines: Cell[][] = [[]];
  let row = 0;
  let column = 0;
  let style = PLAIN;
  for (const [token, parameters = '', command] of output.matchAll(TOKEN)) {
    if (command === 'm') style = restyle(style, parameters);
    else if (command === 'A') row = Math.max(0, row - count(parameters));
    else if (command === 'B') row += count(parameters);
    else if (command === 'C') column += count(parameters);
    else if (command === 'G') column = count(parameters) - 1;
    else if (command === 'K') erase(lineAt(lines, row), column, parameters);
    else if (command === 'J') lines.length = Math.min(lines.length, row + 1);
    else if (command !== undefined || token.startsWith('\u001b')) continue;
    else if (token === '\r') column = 0;
    else if (token === '\n') row += 1;
    else lineAt(lines, row)[column++] = { sign: token, style };
  }
  while (lines.length > 0 && spansOf(lines.at(-1) ?? []).length === 0) lines.pop();
  return lines.map(spansOf);
}

/** A count that is left out is one. */
function count(parameters: string): number {
  return Math.max(1, Number.parseInt(parameters, 10) || 1);
}

function lineAt(lines: Cell[][], row: number): Cell[] {
  while (lines.length <= row) lines.push([]);
  return lines[row] ?? [];
}

function erase(line: Cell[], column: number, parameters: string): void {
  if (parameters === '2') line.length = 0;
  else line.length = Math.min(line.length, column);
}

function restyle(style: Style, parameters: string): Style {
  return parameters.split(';').map(Number).reduce(restyleOnce, style);
}

function restyleOnce(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 39) return { ...style, color: null };
  if (code === 90) return { ...style, isDim: true };
  const color = COLORS[code - 30];
  return color === undefined ? style : { ...style, color };
}

function spansOf(cells: readonly (Cell | undefined)[]): readonly Span[] {
  const spans: Span[] = [];
  // By index, because what the cursor jumped over is a hole.
  for (let column = 0; column < cells.length; column++) {
    const { sign, style } = cells[column] ?? { sign: ' ', style: PLAIN };
    const last = spans.at(-1);
    if (last !== undefined && isSame(last.style, style)) {
      spans[spans.length - 1] = { ...last, text: last.text + sign };
    } else {
      spans.push({ column, text: sign, style });
    }
  }
  return spans.filter(({ text }) => text.trim() !== '');
}

function isSame(a: Style, b: Style): boolean {
  return a.color === b.color && a.isBold === b.isBold && a.isDim === b.isDim;
}
