import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'echosounder.js');
const NEEDS_NO_QUOTES = /^[\w@%+=:,./~^-]+$/;

/**
 * A command of ours as it can be pasted into a shell where this one was started. In somebody else's
 * repository npx would fetch whatever the registry has under our name: there it is run by its path.
 */
export function ownCommand(
  words: readonly string[],
  folder = process.cwd(),
  entry = ENTRY,
): string {
  const checkout = dirname(dirname(entry));
  const isOurs =
    `${folder}${sep}`.startsWith(`${checkout}${sep}`) ||
    checkout === join(folder, 'node_modules', 'echosounder');
  const program = isOurs ? ['npx', 'echosounder'] : ['node', relative(folder, entry)];
  return [...program, ...words].map(quote).join(' ');
}

function quote(word: string): string {
  return NEEDS_NO_QUOTES.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
