import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileAtomically } from '../../results/atomic-file.ts';
import { describeWriteFailure, OutputError } from '../../results/output-error.ts';
import { writeStandardOutput } from './standard-output.ts';

/** A result, drawn only when its turn comes, and where it goes: a file, or `-`: standard output. */
export interface Output {
  readonly destination: string;
  /** Behind what the file has already, instead of in its place. */
  readonly isAppended?: boolean;
  render(): string | Promise<string>;
}

const pendingWrites = new Set<Promise<void>>();

/**
 * Writes each result where it was asked for. One that can't be written keeps no other back: what
 * failed is told at the end, all of it. Throws an `OutputError`.
 */
export async function writeOutputs(outputs: readonly Output[]): Promise<void> {
  const failures: OutputError[] = [];
  for (const { destination, render, isAppended = false } of outputs) {
    try {
      const text = await render();
      await (isAppended ? appendOutput(destination, text) : writeOutput(destination, text));
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  const told = new Set(failures.map(({ message }) => message));
  throw new OutputError(first.path, [...told].join('\n'), first);
}

/** Waits for the files that are being written, so that no half of one stays behind. */
export async function settleWrites(limitMs: number): Promise<void> {
  if (pendingWrites.size === 0) return;
  await Promise.race([Promise.allSettled(pendingWrites), sleep(limitMs)]);
}

async function writeOutput(destination: string, text: string): Promise<void> {
  if (destination === '-') return await writeStandardOutput(text);
  const written = writeFileAtomically(destination, text);
  pendingWrites.add(written);
  await written.finally(() => pendingWrites.delete(written));
}

async function appendOutput(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw describeWriteFailure(path, error);
  }
}
