import type { TerminalOptions } from '../../reports/terminal/terminal.ts';

const WIDTH_MAX = 120;
const WIDTH_WITHOUT_TERMINAL = 100;

/** How a stream shows text: its width, and colour where it is a terminal that wants it. */
export function describeTerminal(stream: NodeJS.WriteStream): TerminalOptions {
  const color = stream.isTTY === true && stream.hasColors() && process.env.NO_COLOR === undefined;
  const width = stream.isTTY ? Math.min(WIDTH_MAX, stream.columns) : WIDTH_WITHOUT_TERMINAL;
  return { color, width };
}
