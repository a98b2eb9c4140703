import type { TerminalOptions } from '../../reports/terminal/terminal.ts';
import { inAscii, showsUnicode } from './ascii.ts';
import { disarmCommands } from './disarm-commands.ts';
import { describeTerminal } from './terminal-options.ts';
import type { Output } from './write-output.ts';

export interface TableOutputOptions {
  /** Says nothing on standard error, not even what found no room on standard output. */
  readonly isQuiet?: boolean | undefined;
}

/**
 * What people read, as one of a command's outputs: on standard output, or on standard error where
 * `isTaken` says that a result for machines has the former.
 */
export function tableOutput(
  isTaken: boolean,
  render: (options: TerminalOptions) => string,
  { isQuiet = false }: TableOutputOptions = {},
): Output[] {
  const draw = (stream: NodeJS.WriteStream): string => {
    const text = disarmCommands(`${render(describeTerminal(stream))}\n`);
    return showsUnicode(process.env) ? text : inAscii(text);
  };
  if (isTaken) {
    if (isQuiet) return [];
    process.stderr.write(draw(process.stderr));
    return [];
  }
  return [{ destination: '-', render: () => draw(process.stdout) }];
}
