import { cleanLines } from '../../reports/text/clean-text.ts';
import { disarmCommands } from './disarm-commands.ts';

/**
 * Says on standard error what went wrong; resolves once it is written. Others may have had a hand in
 * the words (a path, a server, a run's folder): they move no cursor.
 */
export function complain(message: string): Promise<void> {
  return new Promise((resolve) => {
    process.stderr.write(`echosounder: ${disarmCommands(cleanLines(message))}\n`, () => resolve());
  });
}
