import { readPlacement } from '../../harness/machine/read-placement.ts';
import type { Cell } from '../../harness/plan/cells.ts';
import { planTrials } from '../../harness/plan/plan-trials.ts';
import type { TrialSetting } from '../../harness/trial/measure-trial.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';

export const MEMBERS = 20;
export const SPEAKERS = 2;
export const OFFERED_RATE_PER_SEC = 100;

/** What is said in a room, and for how long. */
export interface Talk {
  readonly payloadBytes: number;
  readonly measureMs: number;
}

const MS = 1e6;
const WARMUP_MS = 300;
const NEVER = new AbortController().signal;

const SETTING: TrialSetting = {
  placement: readPlacement(),
  engine: 'posix',
  loadThreads: 1,
  backlog: 511,
  workers: 2,
  workRounds: 1,
  readyTimeoutMs: 20_000,
};

/** One trial: a room of a fresh server, in which so many members stop reading once they have joined. */
export async function measureRoom(
  strategy: string,
  talk: Talk,
  slowReaders: number,
  repetition: number,
): Promise<TrialResult> {
  const cell = describeRoom(strategy, talk, slowReaders);
  const planned = planTrials([cell], repetition, 1).at(-1);
  if (planned === undefined) throw new RangeError(`repetition ${repetition}: they count from 1`);
  const result = await runTrial(cell, {
    trial: planned.trial,
    setting: SETTING,
    onProgress: () => {},
    interrupt: NEVER,
  });
  // What makes a trial of a comparison invalid, a host that is not quiet say, is seen in the figures.
  if (result.status !== 'complete' && result.status !== 'invalid') {
    throw new Error(`${cell.name} is ${result.status}: ${result.reasons.join('; ')}`);
  }
  return result;
}

function describeRoom(
  strategy: string,
  { payloadBytes, measureMs }: Talk,
  slowReaders: number,
): Cell {
  return {
    name: `room/${strategy}`,
    scenario: 'room',
    server: { strategy, label: strategy, distribution: 'round-robin', workers: null },
    admitsOne: false,
    answersOnce: false,
    service: 'chat',
    transport: 'tcp',
    host: '127.0.0.1',
    workload: {
      kind: 'chat',
      rooms: 1,
      membersPerRoom: MEMBERS,
      speakersPerRoom: SPEAKERS,
      payloadBytes,
      slowReaders,
    },
    load: {
      loop: 'open',
      connections: MEMBERS,
      offeredRatePerSec: OFFERED_RATE_PER_SEC,
      arrivals: 'constant',
    },
    timing: {
      firstReplyWaitNs: 20_000 * MS,
      warmupNs: WARMUP_MS * MS,
      measureNs: measureMs * MS,
      drainNs: 2_000 * MS,
      timeoutNs: 5_000 * MS,
    },
  };
}
