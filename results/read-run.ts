import { join } from 'node:path';
import { z } from 'zod';
import { assertDeliveries } from './assert-deliveries.ts';
import { assertLedger } from './assert-ledger.ts';
import type { ChatResult } from './chat-result.ts';
import type { Distribution } from './distribution.ts';
import { checkHistogram } from './histogram-codec.ts';
import { openRunFile } from './open-run-file.ts';
import { parseJson } from './parse-json.ts';
import { type Line, readLines } from './read-lines.ts';
import { HEADER_FILE, TRIALS_FILE } from './run-folder.ts';
import { type RunHeader, runHeaderSchema } from './run-header.ts';
import { checkRunId } from './run-id.ts';
import { RunReadError } from './run-read-error.ts';
import { type TrialResult, trialResultSchema } from './trial-result.ts';

/** Something in the folder that was left out, and why; the rest was kept. */
export interface RunProblem {
  readonly file: string;
  /** From 1; null when it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
}

export interface RecordedRun {
  readonly header: RunHeader;
  readonly trials: readonly TrialResult[];
  readonly problems: readonly RunProblem[];
}

export const READ_LIMITS = {
  headerBytes: 8 << 20,
  trialsBytes: 1 << 30,
  lineBytes: 16 << 20,
  trials: 100_000,
  problems: 100,
} as const;

/** The schema this version reads; a higher one was written by a later version. */
const SCHEMA = 1;

/**
 * Reads a run's folder without trusting a byte of it. Throws a `RunReadError` when there is nothing
 * to report about; a broken or torn line of `trials.jsonl` is a problem in the answer.
 */
export async function readRun(path: string): Promise<RecordedRun> {
  const header = await readHeader(join(path, HEADER_FILE));
  const { trials, problems } = await readTrials(join(path, TRIALS_FILE));
  return { header, trials, problems };
}

async function readHeader(path: string): Promise<RunHeader> {
  const file = await openRunFile(path, READ_LIMITS.headerBytes);
  let text: string;
  try {
    text = await file.readFile('utf8');
  } finally {
    await file.close();
  }
  try {
    const value = parseJson(text);
    const newer = describeNewer(value);
    if (newer !== null) throw new RunReadError(path, 'newer', `${path}: ${newer}`);
    const header = runHeaderSchema.parse(value);
    checkRunId(header.id);
    return header;
  } catch (error) {
    if (error instanceof RunReadError) throw error;
    throw new RunReadError(
      path,
      'invalid',
      `${path} is no run header: ${explain(error)}; name the folder of a run, as \`echosounder run\` printed it`,
      error,
    );
  }
}

async function readTrials(
  path: string,
): Promise<{ trials: TrialResult[]; problems: RunProblem[] }> {
  const trials: TrialResult[] = [];
  const problems: RunProblem[] = [];
  const seen = new Set<string>();
  const note = (line: number | null, message: string) => {
    if (problems.length < READ_LIMITS.problems) {
      problems.push({ file: TRIALS_FILE, line, message });
    }
  };
  const file = await openRunFile(path, READ_LIMITS.trialsBytes);
  try {
    for await (const line of readLines(file, READ_LIMITS.lineBytes)) {
      if (trials.length >= READ_LIMITS.trials) {
        note(line.number, `more than ${READ_LIMITS.trials} trials: the rest was not read`);
        break;
      }
      const trial = readTrialLine(line);
      if (typeof trial === 'string') note(line.number, trial);
      else if (trial === null) continue;
      else if (seen.has(trial.trial.id)) {
        note(line.number, `a second trial '${trial.trial.id}': the first one was kept`);
      } else {
        seen.add(trial.trial.id);
        trials.push(trial);
      }
    }
  } finally {
    await file.close();
  }
  return { trials, problems };
}

/** The trial, or what is wrong with its line; null for an empty line. */
function readTrialLine(line: Line): TrialResult | string | null {
  if (line.text === null) return `longer than ${READ_LIMITS.lineBytes} bytes`;
  if (line.text.trim() === '') return null;
  try {
    return parseTrial(line.text);
  } catch (error) {
    return line.ended
      ? `no trial: ${explain(error)}`
      : 'cut short: whoever wrote it was stopped in the middle; every trial before it is kept';
  }
}

/** One trial as text, checked: its ledger and its histograms too. Throws. */
function parseTrial(text: string): TrialResult {
  const value = parseJson(text);
  const newer = describeNewer(value);
  if (newer !== null) throw new Error(newer);
  const trial = trialResultSchema.parse(value);
  assertLedger(trial.counts);
  for (const times of DISTRIBUTIONS) checkTimes(times, trial[times]);
  if (trial.chat !== undefined) checkChat(trial.chat);
  return trial;
}

const DISTRIBUTIONS = [
  'responseTimeNs',
  'serviceTimeNs',
  'sendLagNs',
  'connectTimeNs',
  'firstReplyTimeNs',
] as const satisfies (keyof TrialResult)[];

const CHAT_DISTRIBUTIONS = [
  'deliveryTimeNs',
  'firstReceiverTimeNs',
  'medianReceiverTimeNs',
  'lastReceiverTimeNs',
] as const satisfies (keyof ChatResult)[];

function checkChat(chat: ChatResult): void {
  assertDeliveries(chat.deliveries);
  for (const times of CHAT_DISTRIBUTIONS) checkTimes(`chat.${times}`, chat[times]);
}

/** Once here, so that no report, much later, falls over one bad histogram among a thousand. */
function checkTimes(name: string, distribution: Distribution | null): void {
  try {
    if (distribution !== null) checkHistogram(distribution);
  } catch (error) {
    throw new Error(`${name}: ${explain(error)}`, { cause: error });
  }
}

/** What to do about a value that a later version wrote; null when it is of no later version. */
function describeNewer(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return null;
  const { schema } = value;
  if (typeof schema !== 'number' || schema <= SCHEMA) return null;
  return `it has schema ${schema}, and this version of Echosounder reads schema ${SCHEMA}: read it with the version that wrote it, or a later one`;
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [first] = error.issues;
    const where = first === undefined ? '' : first.path.join('.').slice(0, 120);
    return `${where === '' ? '' : `${where}: `}${first?.message ?? 'not valid'}`;
  }
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
