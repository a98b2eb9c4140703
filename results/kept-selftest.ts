import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import type { Environment } from './environment.ts';
import { makeFolder } from './make-folder.ts';
import { describeWriteFailure } from './output-error.ts';
import { parseJson } from './parse-json.ts';
import type { RunHeader } from './run-header.ts';
import { type Selftest, selftestSchema, summarizeSelftest } from './selftest.ts';

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

/** As a run's header has it. */
export type KeptSelftest = Pick<RunHeader, 'selftest' | 'selftestUnreadable'>;

/**
 * What the last selftest on this very machine said. Nothing for none, and for one of another machine
 * or version. A file that is broken, too long, no regular file or of another shape is believed in no
 * part, and named.
 */
export function readKeptSelftest(environment: Environment): KeptSelftest {
  const path = keptSelftestPath();
  try {
    const value = parseJson(readSmallFile(path));
    const selftest = summarizeSelftest(selftestSchema.parse(value), environment);
    return selftest === null ? {} : { selftest };
  } catch (error) {
    return isAbsent(error) ? {} : { selftestUnreadable: path };
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
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
