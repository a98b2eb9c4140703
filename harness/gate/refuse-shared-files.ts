import { isAbsolute, relative, sep } from 'node:path';
import { ConfigError } from '../config/check-config.ts';
import type { StrategyEntry } from '../config/strategy-config.ts';

/**
 * A command that names a file of head's folder by its whole path would start head's server for base
 * too, and every gate would pass. Throws a `ConfigError`.
 */
export function refuseSharedFiles(entries: readonly StrategyEntry[], head: string): void {
  const problems = entries.flatMap((entry) => {
    if (typeof entry === 'string' || !('command' in entry)) return [];
    return entry.command
      .filter((part) => liesWithin(head, part))
      .map(
        (part) =>
          `${entry.name}: ${part} is a file of head, and would be run for base too: write ${relative(head, part)}, which each side has in its own folder`,
      );
  });
  if (problems.length > 0) throw new ConfigError('gate', problems);
}

function liesWithin(folder: string, path: string): boolean {
  if (!isAbsolute(path)) return false;
  const way = relative(folder, path);
  return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way);
}
