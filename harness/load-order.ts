import { WINDOW_MAX_NS } from '../loadgen/timeline-recorder.ts';
import { type Address, parseAddress } from '../protocol/address.ts';
import { readKeptSelftest } from '../results/kept-selftest.ts';
import type { Placement, RunHeader } from '../results/run-header.ts';
import { createRunId } from '../results/run-id.ts';
import type { Load, Trial, Workload } from '../results/trial.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { datagramObstacle } from '../servers/datagrams/datagram-obstacle.ts';
import { loadStrategy, STRATEGY_NAMES } from '../servers/registry.ts';
import { serviceObstacle } from '../servers/service-obstacle.ts';
import type { ServerStrategy } from '../servers/strategy.ts';
import { calibrateWork } from './calibrate-work.ts';
import { ConfigError } from './config/check-config.ts';
import { whyNoDatagrams } from './config/datagram-fit.ts';
import { DEFAULT_BACKLOG } from './config/default-backlog.ts';
import { nearestName } from './config/nearest-name.ts';
import { whyUnfit } from './config/service-fit.ts';
import { readConnectionLimits } from './connection-limits.ts';
import { readEnvironment } from './environment.ts';
import type { Cell } from './plan/cells.ts';
import { chooseEngine, type EngineChoice } from './plan/choose-engine.ts';
import { findLimitProblems } from './plan/limit-problems.ts';
import { planPlacement, readAllowedCpus } from './plan/placement.ts';
import { probeDatagrams } from './probe-datagrams.ts';
import { probeTarget, resolveTarget } from './resolve-target.ts';
import { measureTrial, type TrialProgress, type TrialSetting } from './trial/measure-trial.ts';
import { runTrial } from './trial/run-trial.ts';
import { LoadFailure, startLoad } from './trial/start-load.ts';
import { describeUnstarted } from './trial/unstarted-trial.ts';

/** A single measurement, as `echosounder load` asks for it. */
export interface LoadOrder {
  readonly workload: Workload;
  readonly load: Load;
  /** What a built-in server does; an outside server does what it does. */
  readonly service: string;
  /** Of a built-in server; an address has its own. */
  readonly transport: 'tcp' | 'udp';
  readonly engine: EngineChoice;
  readonly threads: number;
  readonly seed: number;
  readonly warmupNs: number;
  readonly measureNs: number;
  readonly timeoutNs: number;
  readonly allowTarget: readonly string[];
}

/** An order whose target is known to be there. */
export interface CheckedLoadOrder {
  readonly order: LoadOrder;
  readonly target: string;
  readonly address: Address | null;
}

const READY_TIMEOUT_MS = 15_000;
const WORK_NS = 1_000_000;

/** Finds the target: a built-in strategy by name, or an address where a server answers. */
export async function orderLoad(target: string, order: LoadOrder): Promise<CheckedLoadOrder> {
  if (order.measureNs > WINDOW_MAX_NS) {
    throw new ConfigError('load', [
      `a measurement takes at most ${WINDOW_MAX_NS / 60e9}m: choose a shorter --duration`,
    ]);
  }
  if (STRATEGY_NAMES.includes(target)) {
    const unfit = whyUnservable(await loadStrategy(target), order);
    if (unfit !== null) throw new ConfigError('load', [unfit]);
    await refuseBeyondLimits(order, order.transport, target);
    return { order, target, address: null };
  }
  if (!target.includes('://')) {
    const nearest = nearestName(target, STRATEGY_NAMES);
    const hint =
      nearest === null ? `one of ${STRATEGY_NAMES.join(', ')}` : `did you mean '${nearest}'?`;
    throw new ConfigError('load', [
      `no strategy is called '${target}': ${hint} (or an address such as tcp://127.0.0.1:8080)`,
    ]);
  }
  const named = readAddress(target);
  const unfit = named.transport === 'udp' ? whyNoDatagrams(order.workload) : null;
  if (unfit !== null) throw new ConfigError('load', [unfit]);
  await refuseBeyondLimits(order, named.transport, null);
  const address = await resolveTarget(named, order.allowTarget);
  if (address.transport === 'udp') await probeDatagrams(address, payloadOf(order.workload));
  else await probeTarget(address);
  return { order, target, address };
}

/** Why a built-in server can't take the order, or null when it can. */
function whyUnservable(
  strategy: ServerStrategy,
  { service, workload, transport }: LoadOrder,
): string | null {
  const unfit = whyUnfit(service, workload.kind) ?? serviceObstacle(strategy, service);
  if (unfit !== null || transport === 'tcp') return unfit;
  return whyNoDatagrams(workload) ?? datagramObstacle(strategy, service);
}

/** Before anything is started: a client that gets no descriptor or port tells nothing of a server. */
async function refuseBeyondLimits(
  { load, workload, threads: loadThreads }: LoadOrder,
  transport: Address['transport'],
  strategy: string | null,
): Promise<void> {
  const server =
    strategy === null
      ? null
      : {
          workers: countWorkers(planPlacement(readAllowedCpus())),
          descriptorsPerClient: (await loadStrategy(strategy)).descriptorsPerClient ?? 1,
        };
  const problems = findLimitProblems(
    { load, loadThreads, transport, workload, server },
    readConnectionLimits(),
  );
  if (problems.length > 0) throw new ConfigError('load', problems);
}

function payloadOf(workload: Workload): number {
  return 'payloadBytes' in workload ? workload.payloadBytes : 0;
}

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

export async function runLoadOrder(
  checked: CheckedLoadOrder,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): Promise<{ header: RunHeader; result: TrialResult }> {
  const { header, trial, measure } = prepareLoad(checked);
  return { result: await measure(trial, onProgress, interrupt), header };
}

export function prepareLoad(checked: CheckedLoadOrder): PreparedLoad {
  const ordered = describeTrial(checked);
  const setting = settleSetting(checked);
  return {
    header: describeHeader(checked, ordered, setting),
    setting,
    trial: ordered,
    measure: (trial, onProgress, interrupt) =>
      measure(checked, trial, setting, onProgress, interrupt).catch((error: unknown) => {
        if (error instanceof LoadFailure) return describeUnstarted(trial, error.message, setting);
        throw error;
      }),
  };
}

async function measure(
  checked: CheckedLoadOrder,
  trial: Trial,
  setting: TrialSetting,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  return checked.address === null
    ? await runTrial(await describeCell(checked, trial), trial, setting, onProgress, interrupt)
    : await loadAddress(checked.address, trial, setting, onProgress, interrupt);
}

async function loadAddress(
  target: Address,
  trial: Trial,
  setting: TrialSetting,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  // Where an outside server runs is not ours to say, so the load is not pinned either.
  const load = await startLoad(null);
  try {
    const shared = { load, trial, setting, onProgress, interrupt };
    return await measureTrial({
      ...shared,
      server: null,
      target,
      mayEnd: false,
      answersOnce: false,
    });
  } finally {
    await load.end();
  }
}

function readAddress(text: string): Address {
  try {
    return parseAddress(text);
  } catch (error) {
    throw new ConfigError('load', [error instanceof Error ? error.message : String(error)]);
  }
}

function settleSetting({ address, order }: CheckedLoadOrder): TrialSetting {
  const planned = planPlacement(readAllowedCpus());
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
    workers: countWorkers(placement),
    workRounds: address === null && order.service === 'work' ? calibrateWork(WORK_NS, cpus) : 1,
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}

function countWorkers({ serverCpus }: Placement): number {
  return Math.max(2, serverCpus.length);
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
