import { WINDOW_MAX_NS } from '../loadgen/recording/timeline-recorder.ts';
import { type Address, parseAddress } from '../protocol/address.ts';
import type { Load, Workload } from '../results/trial.ts';
import { datagramObstacle } from '../servers/datagrams/datagram-obstacle.ts';
import { loadStrategy, STRATEGY_NAMES } from '../servers/registry.ts';
import { serviceObstacle } from '../servers/service-obstacle.ts';
import type { ServerStrategy } from '../servers/strategy.ts';
import { ConfigError } from './config/check-config.ts';
import { whyNoDatagrams } from './config/datagram-fit.ts';
import { nearestName } from './config/nearest-name.ts';
import { whyUnfit } from './config/service-fit.ts';
import { readConnectionLimits } from './machine/connection-limits.ts';
import { readPlacement } from './machine/read-placement.ts';
import type { EngineChoice } from './plan/choose-engine.ts';
import { findLimitProblems } from './plan/limit-problems.ts';
import { defaultWorkers } from './plan/placement.ts';
import { probeDatagrams } from './target/probe-datagrams.ts';
import { findAnswering, probeTarget, resolveTarget } from './target/resolve-target.ts';

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
  if (!target.includes('://')) throw new ConfigError('load', [describeUnknown(target)]);
  const named = readAddress(target);
  const unfit = named.transport === 'udp' ? whyNoDatagrams(order.workload) : null;
  if (unfit !== null) throw new ConfigError('load', [unfit]);
  await refuseBeyondLimits(order, named.transport, null);
  const addresses = await resolveTarget(named, order.allowTarget);
  const address = await findAnswering(addresses, (candidate) =>
    candidate.transport === 'udp'
      ? probeDatagrams(candidate, payloadOf(order.workload))
      : probeTarget(candidate),
  );
  return { order, target, address };
}

/** What was typed may be an address without its scheme, as other tools take it, or a misspelled name. */
function describeUnknown(target: string): string {
  const scheme = target.includes('/') ? 'unix' : 'tcp';
  if (isAddress(`${scheme}://${target}`)) {
    return `'${target}' lacks its scheme: did you mean '${scheme}://${target}'?`;
  }
  const nearest = nearestName(target, STRATEGY_NAMES);
  const hint =
    nearest === null ? `one of ${STRATEGY_NAMES.join(', ')}` : `did you mean '${nearest}'?`;
  return `no strategy is called '${target}': ${hint} (or an address such as tcp://127.0.0.1:8080)`;
}

function isAddress(text: string): boolean {
  try {
    parseAddress(text);
    return true;
  } catch {
    return false;
  }
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
          workers: defaultWorkers(readPlacement()),
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

function readAddress(text: string): Address {
  try {
    return parseAddress(text);
  } catch (error) {
    throw new ConfigError('load', [error instanceof Error ? error.message : String(error)]);
  }
}
