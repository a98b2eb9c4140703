import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assertLedger } from './assert-ledger.ts';
import { syncFolder, writeFileAtomically } from './atomic-file.ts';
import { makeFolder } from './make-folder.ts';
import { describeWriteFailure, OutputError } from './output-error.ts';
import { type RunHeader, runHeaderSchema } from './run-header.ts';
import { checkRunId } from './run-id.ts';
import { type TrialResult, trialResultSchema } from './trial-result.ts';

export const HEADER_FILE = 'run.json';
export const TRIALS_FILE = 'trials.jsonl';

/** A run's folder, ready to take trials. Plain data. */
export interface RunFolder {
  readonly path: string;
}

/**
 * Makes the folder and writes `run.json` and an empty `trials.jsonl`, so that a place that cannot be
 * written is known before any load. Throws an `OutputError`: not writable, or not empty.
 */
export async function createRunFolder(path: string, header: RunHeader): Promise<RunFolder> {
  checkRunId(header.id);
  await claimFolder(path);
  await writeRunHeader({ path }, header);
  const trials = join(path, TRIALS_FILE);
  try {
    await (await open(trials, 'wx')).close();
    await syncFolder(path);
  } catch (error) {
    throw describeWriteFailure(trials, error);
  }
  return { path };
}

/** Replaces `run.json`, for what is known only once the run has begun. */
export async function writeRunHeader(folder: RunFolder, header: RunHeader): Promise<void> {
  const checked = runHeaderSchema.parse(header);
  await writeFileAtomically(
    join(folder.path, HEADER_FILE),
    `${JSON.stringify(checked, null, 2)}\n`,
  );
}

/**
 * Adds a line to `trials.jsonl` and returns once the disk has it: whatever happens next, no earlier
 * trial is lost. Throws an `OutputError` when it cannot be written, and an `Error` when the result
 * breaks its own ledger or schema, which is a fault of the harness. One writer at a time.
 */
export async function appendTrial(folder: RunFolder, result: TrialResult): Promise<void> {
  const checked = trialResultSchema.parse(result);
  assertLedger(checked.counts);
  const path = join(folder.path, TRIALS_FILE);
  try {
    await appendLine(path, JSON.stringify(checked));
  } catch (error) {
    throw describeWriteFailure(path, error);
  }
}

async function claimFolder(path: string): Promise<void> {
  let entries: string[];
  try {
    await makeFolder(path);
    entries = await readdir(path);
  } catch (error) {
    throw describeWriteFailure(path, error, 'choose another folder with --out');
  }
  if (entries.length > 0) {
    throw new OutputError(
      path,
      `${path} already holds something: a run never writes over another; choose a new folder with --out, or remove this one`,
    );
  }
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    // A write that the disk cut short leaves half a line: the next one must not be glued to it.
    const start = size > 0 && !(await endsWithNewline(file, size)) ? '\n' : '';
    const bytes = Buffer.from(`${start}${line}\n`);
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten !== bytes.length) await file.write(bytes, bytesWritten);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function endsWithNewline(file: FileHandle, size: number): Promise<boolean> {
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === 0x0a;
}
