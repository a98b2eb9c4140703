import { existsSync } from 'node:fs';
import { join } from 'node:path';

const RUNS_AT_ONCE_MAX = 100;

/**
 * The id, or with a number behind it where the folder has a run of that id already: two may begin in
 * one second. Beyond a hundred of them the last is given, and refused by who makes its folder.
 */
export function freeRunId(folder: string, id: string): string {
  for (let number = 1; number <= RUNS_AT_ONCE_MAX; number += 1) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!existsSync(join(folder, candidate))) return candidate;
  }
  return `${id}-${RUNS_AT_ONCE_MAX}`;
}
