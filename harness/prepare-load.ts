import type { Address } from '../protocol/address.ts';
import { readKeptSelftest } from '../results/kept-selftest.ts';
import type { RunHeader } from '../results/run-header.ts';
import { createRunId } from '../results/run-id.ts';
import type { Trial } from '../results/trial.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { loadStrategy } from '../servers/registry.ts';
import { calibrateWork } from './calibrate-work.ts';
import { DEFAULT_BACKLOG } from './config/default-backlog.ts';
import type { CheckedLoadOrder } from './load-order.ts';
import { readEnvironment } from './machine/environment.ts';
import { readPlacement } from './machine/read-placement.ts';
import type { Cell } from './plan/cells.ts';
import { chooseEngine } from './plan/choose-engine.ts';
import { defaultWorkers } from './plan/placement.ts';
import { READY_TIMEOUT_MS } from './settle-setting.ts';
import {
  type FollowedTrial,
  measureTrial,
  type TrialProgress,
  type TrialSetting,
} from './trial/measure-trial.ts';
import { runTrial } from './trial/run-trial.ts';
import { LoadFailure, startLoad } from './trial/start-load.ts';
import { describeUnstarted } from './trial/unstarted-trial.ts';

/** What the service `work` computes for a message. */
const WORK_NS = 1_000_000;

/** An order whose trials can be run: what they share is settled once. */
export interface PreparedLoad {
  readonly header: RunHeader;
  readonly setting: TrialSetting;
  /** The trial as ordered; another may differ from it in load, timing and seed. */
  readonly trial: Trial;
  /** A load that fails leaves an `incomplete` result; a server that does not start throws. */
  measure(
    trial: Trial,
    onProgress: (progress: TrialProgress) => void,
    interrupt: AbortSignal,
  ): Promise<TrialResult>;
}

export function prepareLoad(checked: CheckedLoadOrder): PreparedLoad {
  const ordered = describeTrial(checked);
  const setting = settleSetting(checked);
  return {
    header: describeHeader(checked, ordered, setting),
    setting,
    trial: ordered,
    measure: (trial, onProgress, interrupt) =>
      measure(checked, { trial, setting, onProgress, interrupt }).catch((error: unknown) => {
        if (error instanceof LoadFailure) return describeUnstarted(trial, error.message, setting);
        throw error;
      }),
  };
}

async function measure(checked: CheckedLoadOrder, followed: FollowedTrial): Promise<TrialResult> {
  return checked.address === null
    ? await runTrial(await describeCell(checked, followed.trial), followed)
    : await loadAddress(checked.address, followed);
}

async function loadAddress(target: Address, followed: FollowedTrial): Promise<TrialResult> {
  // Where an outside server runs is not ours to say, so the load is not pinned either.
  const load = await startLoad(followed.trial.load, null);
  try {
    return await measureTrial({
      ...followed,
      server: null,
      target,
      load,
      mayEnd: false,
      answersOnce: false,
    });
  } finally {
    await load.end();
  }
}

function settleSetting({ address, order }: CheckedLoadOrder): TrialSetting {
  const planned = readPlacement();
  const placement =
    address === null
      ? planned
      : { ...planned, pinned: false, note: 'The server was not ours to place.' };
  const cpus = placement.pinned ? placement.serverCpus : null;
  return {
    placement,
    engine: chooseEngine(order.engine),
    loadThreads: order.threads,
    backlog: DEFAULT_BACKLOG,
    workers: defaultWorkers(placement),
    workRounds: address === null && order.service === 'work' ? calibrateWork(WORK_NS, cpus) : 1,
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}

function describeTrial({ order, target, address }: CheckedLoadOrder): Trial {
  const { workload, load, seed, warmupNs, measureNs, timeoutNs } = order;
  return {
    id: 'load.r1',
    scenario: 'load',
    cell: 'load',
    strategy: address === null ? target : null,
    target: address === null ? null : target,
    service: address === null ? order.service : null,
    transport: address?.transport ?? order.transport,
    workload,
    load,
    timing: {
      firstReplyWaitNs: 15e9,
      warmupNs,
      measureNs,
      // Whoever has not answered by the time-out has failed; waiting on would tell nothing new.
      drainNs: Math.min(timeoutNs, 10e9),
      timeoutNs,
    },
    repetition: 0,
    seed,
  };
}

async function describeCell({ order, target }: CheckedLoadOrder, trial: Trial): Promise<Cell> {
  const { admits, answers } = await loadStrategy(target);
  return {
    name: trial.cell,
    scenario: trial.scenario,
    server: { strategy: target, label: target, distribution: 'round-robin', workers: null },
    admitsOne: admits === 'one',
    answersOnce: answers === 'one-message',
    service: order.service,
    transport: trial.transport,
    host: '127.0.0.1',
    workload: trial.workload,
    load: trial.load,
    timing: trial.timing,
  };
}

function describeHeader(checked: CheckedLoadOrder, trial: Trial, setting: TrialSetting): RunHeader {
  const { order, target } = checked;
  const environment = readEnvironment();
  return {
    schema: 1,
    id: createRunId('load', new Date()),
    name: `Load on ${target}`,
    startedAt: new Date().toISOString(),
    seed: order.seed,
    repetitions: 1,
    config: order,
    scenarios: [
      { name: trial.scenario, question: `What does ${target} do under load?`, cells: [trial.cell] },
    ],
    leftOut: [],
    environment,
    placement: setting.placement,
    work: order.service === 'work' ? { rounds: setting.workRounds, targetNs: WORK_NS } : null,
    ...readKeptSelftest(environment),
    command: `npx echosounder load ${target}`,
  };
}
