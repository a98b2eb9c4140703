import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { ConfigError } from '../config/check-config.ts';
import type { StrategyEntry } from '../config/strategy-config.ts';

/** Beside `/srv/app` there may be `/srv/application` and `/old/srv/app`, which are other places. */
const NAME_GOES_ON = /^[^/\\:;,'"\s]/;
const NAME_BEFORE = /[\w.-]$/;

/**
 * A command that names a place in head's repository by its whole path would start head's server for
 * base too, and every gate would pass: as an argument (`--root=/path`), as a part of one, or in the
 * environment. `top` is the top of the repository, `head` where the gate was started. Throws a
 * `ConfigError`.
 */
export function refuseSharedFiles(
  entries: readonly StrategyEntry[],
  head: string,
  top = head,
): void {
  const problems = entries.flatMap((entry) => {
    if (typeof entry === 'string' || !('command' in entry)) return [];
    const set = Object.entries(entry.env).map(([name, value]) => ({ where: `env.${name}`, value }));
    return [...entry.command.map((value) => ({ where: '', value })), ...set]
      .filter(({ value }) => namesPlaceIn(top, value) || namesPlaceIn(top, followLinks(value)))
      .map(
        ({ where, value }) =>
          `${entry.name}: ${where === '' ? '' : `${where}: `}${value} is a file of head, and would be run for base too: write ${adviseFor(value, head)}, which each side has in its own folder`,
      );
  });
  if (problems.length > 0) throw new ConfigError('gate', problems);
}

function namesPlaceIn(top: string, text: string): boolean {
  for (let at = text.indexOf(top); at !== -1; at = text.indexOf(top, at + 1)) {
    const isWhole = !NAME_BEFORE.test(text.slice(0, at));
    if (isWhole && !NAME_GOES_ON.test(text.slice(at + top.length))) return true;
  }
  return false;
}

/** Where a path really leads, such as to a program that is linked to from /usr/local/bin. */
function followLinks(text: string): string {
  try {
    return isAbsolute(text) ? realpathSync(text) : text;
  } catch {
    return text; // It is no path, or of something that is not there.
  }
}

function adviseFor(text: string, head: string): string {
  const way = isAbsolute(text) ? relative(head, text) : '';
  return way === '' || way.split(sep)[0] === '..' ? `the path from ${head} on` : way;
}
