import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { makeFolder } from './make-folder.ts';
import { describeWriteFailure } from './output-error.ts';
import { parseJson } from './parse-json.ts';
import type { Environment } from './run-header.ts';
import {
  type Selftest,
  type SelftestSummary,
  selftestSchema,
  summarizeSelftest,
} from './selftest.ts';

const BYTES_MAX = 1 << 20;

/** Where the last selftest of this user is kept (XDG Base Directory Specification: state). */
export function keptSelftestPath(): string {
  const state = process.env.XDG_STATE_HOME;
  // The specification: a path that is not absolute is to be ignored.
  const folder =
    state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(folder, 'echosounder', 'selftest.json');
}

/** Throws an `OutputError`. */
export async function keepSelftest(selftest: Selftest): Promise<void> {
  const path = keptSelftestPath();
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    throw describeWriteFailure(path, error);
  }
  await writeFileAtomically(path, `${JSON.stringify(selftest, null, 2)}\n`);
}

/**
 * What the last selftest on this very machine said. Null for none, and for a file that is broken,
 * too long, no regular file or of another machine or version: it is believed in no part then.
 */
export function readKeptSelftest(environment: Environment): SelftestSummary | null {
  try {
    const value = parseJson(readSmallFile(keptSelftestPath()));
    return summarizeSelftest(selftestSchema.parse(value), environment);
  } catch {
    return null;
  }
}

/** Does not wait on a pipe or a device of that name. */
function readSmallFile(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = fstatSync(file);
    if (!status.isFile() || status.size > BYTES_MAX) throw new RangeError(`${path} is too long`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
