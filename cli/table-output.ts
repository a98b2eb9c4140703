import type { TerminalOptions } from '../reports/terminal.ts';
import { describeTerminal } from './terminal-options.ts';
import type { Output } from './write-output.ts';

/**
 * What people read, as one of a command's outputs: on standard output, or on standard error where
 * `isTaken` says that a result for machines has the former.
 */
export function tableOutput(
  isTaken: boolean,
  render: (options: TerminalOptions) => string,
): Output[] {
  if (isTaken) {
    process.stderr.write(`${render(describeTerminal(process.stderr))}\n`);
    return [];
  }
  return [{ destination: '-', render: () => `${render(describeTerminal(process.stdout))}\n` }];
}
