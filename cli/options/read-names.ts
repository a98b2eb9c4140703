import { UsageError } from '../usage-error.ts';

/** The names of `--only`, separated by commas. */
export function readNames(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > 0) return names;
  throw new UsageError(`--only '${list}' names nothing: write --only event-loop,cluster`);
}
