import type { Load, Trial } from '../../../results/trial.ts';
import type {
  Connections,
  Counts,
  LoadgenCost,
  ServerCost,
  TrialResult,
} from '../../../results/trial-result.ts';
import type { CellShape } from './cells.ts';
import { CHAT, inventChat } from './chat.ts';
import { inventDistribution } from './distribution.ts';
import { inventTimeline } from './timeline.ts';

const CLIENTS = 64;
const MEASURED_NS = 2_000_000_000;

/** One trial of the cell; its ledger adds up. */
export function inventTrial(
  shape: CellShape,
  repetition: number,
  random: () => number,
): TrialResult {
  const wobble = 1 + (random() - 0.5) * 0.04;
  const rate = shape.offered === shape.ratePerSec ? shape.ratePerSec : shape.ratePerSec * wobble;
  const answered = Math.round(rate * 2);
  const connections = inventConnections(shape);
  const counts = inventCounts(shape, answered, connections.starved);
  const status = shape.broken?.[repetition] ?? 'complete';
  const middleNs = shape.middleNs / wobble;
  const lagNs = shape.offered === undefined ? 0 : middleNs * 0.15;
  const waiting = counts.unfinished;
  return {
    schema: 1,
    trial: inventPlan(shape, repetition),
    status,
    reasons: status === 'complete' ? [] : [REASONS[status]],
    warnings: shape.warning === undefined ? [] : [shape.warning],
    startedAt: new Date(Date.UTC(2026, 4, 4, 9, 30, repetition * 10)).toISOString(),
    counts,
    connections,
    ...inventBufferLoss(shape, counts),
    measuredNs: MEASURED_NS,
    throughputPerSec: answered / 2,
    responseTimeNs: inventDistribution(
      answered + waiting,
      waiting > answered / 100 ? MEASURED_NS : middleNs + lagNs,
      0.18,
      0.4,
    ),
    serviceTimeNs: inventDistribution(answered, middleNs, 0.18, 0.25),
    sendLagNs: inventDistribution(answered, 22_000, 0.3, 0.5),
    connectTimeNs: inventDistribution(CLIENTS, 90_000, 0.4, 0),
    firstReplyTimeNs: inventDistribution(connections.served, shape.firstReplyNs, 0.4, 0),
    ...(shape.scenario === 'chat'
      ? { chat: inventChat(shape, counts.scheduled, answered, MEASURED_NS, wobble) }
      : {}),
    server: inventCost(shape, answered, wobble),
    loadgen: inventLoadCost(answered),
    timeline: inventTimeline(shape, answered, middleNs, MEASURED_NS),
  };
}

const SERVICES: Readonly<Record<string, string>> = { work: 'work', chat: 'chat' };

const REASONS = {
  invalid: 'the host took 31 % of the CPU time away',
  incomplete: 'the server process ended with code 1 in the middle of the measurement',
  'failed-verification': 'connection 12, message 873: byte 7 of the reply differs',
} as const;

function inventPlan(shape: CellShape, repetition: number): Trial {
  const load: Load =
    shape.offered === undefined
      ? { loop: 'closed', connections: CLIENTS, depth: 1, thinkTimeNs: 0 }
      : {
          loop: 'open',
          connections: CLIENTS,
          offeredRatePerSec: shape.offered,
          arrivals: 'poisson',
        };
  return {
    id: `${shape.cell.replaceAll('/', '.')}-r${repetition}`,
    scenario: shape.scenario,
    cell: shape.cell,
    strategy: shape.strategy,
    target: null,
    service: SERVICES[shape.scenario] ?? 'echo',
    transport: shape.datagrams === undefined ? 'tcp' : 'udp',
    workload:
      shape.scenario === 'chat'
        ? CHAT
        : { kind: shape.scenario === 'churn' ? 'churn' : 'conversation', payloadBytes: 64 },
    load,
    timing: {
      firstReplyWaitNs: 5_000_000_000,
      warmupNs: 500_000_000,
      measureNs: MEASURED_NS,
      drainNs: 1_000_000_000,
      timeoutNs: 1_000_000_000,
    },
    repetition,
    seed: 1_000 + repetition,
  };
}

function inventConnections(shape: CellShape): Connections {
  const served = shape.served ?? CLIENTS;
  const refused = shape.strategy === 'one-shot' ? CLIENTS - served : 0;
  return {
    attempted: CLIENTS,
    established: CLIENTS - refused,
    served,
    starved: CLIENTS - served - refused,
    refused,
    reset: 0,
    closedByServer: shape.oneReply === true ? served : 0,
  };
}

function inventCounts(shape: CellShape, answered: number, starved: number): Counts {
  const offered = shape.offered === undefined ? answered : shape.offered * 2;
  const missed = Math.max(0, offered - answered);
  const { datagrams } = shape;
  const late = datagrams === undefined ? 0 : Math.round(missed / 4);
  const lost = datagrams === undefined ? 0 : missed - late;
  const failed = shape.strategy === 'one-shot' ? { ECONNREFUSED: CLIENTS - 1 } : {};
  const failures = Object.values(failed).reduce((sum, n) => sum + n, 0);
  return {
    scheduled: answered + missed + starved + failures,
    sent: answered + missed,
    ok: answered,
    failed,
    timedOut: late,
    lost,
    dropped: 0,
    unfinished: missed - lost - late + starved,
    corrupt: 0,
    duplicated: Math.round(offered * (datagrams?.doubledShare ?? 0)),
    reordered: Math.round(offered * (datagrams?.overtakenShare ?? 0)),
    answeredInWindow: answered,
  };
}

/** Nearly all that is lost finds the server's buffer full; warm-ups lose as well. */
function inventBufferLoss(
  shape: CellShape,
  { lost }: Counts,
): Pick<TrialResult, 'receiveBufferLoss'> {
  if (shape.datagrams === undefined) return {};
  const atServer = Math.round(lost * 1.2);
  return { receiveBufferLoss: { everywhere: atServer, atServer } };
}

function inventHeard(
  { datagrams }: CellShape,
  answered: number,
  wobble: number,
): Pick<ServerCost, 'datagramsPerWorker'> {
  if (datagrams === undefined) return {};
  if (datagrams.workers === 1)
    return { datagramsPerWorker: [{ peers: CLIENTS, datagrams: answered }] };
  const first = Math.round(answered * 0.55 * wobble);
  return {
    datagramsPerWorker: [
      { peers: 36, datagrams: first },
      { peers: CLIENTS - 36, datagrams: answered - first },
    ],
  };
}

function inventCost(shape: CellShape, answered: number, wobble: number): ServerCost {
  const cpuNs = Math.round(shape.cpuNs * answered * wobble);
  const perConnection = shape.strategy.endsWith('-per-connection') ? CLIENTS : 1;
  const processes = shape.strategy.startsWith('process') ? perConnection + 1 : 1;
  const peakRssBytes = Math.round(shape.rssMiB * 2 ** 20 * wobble);
  return {
    cpuNs,
    cpuNsPerMessage: answered === 0 ? null : cpuNs / answered,
    peakRssBytes,
    pssBytes: Math.round(peakRssBytes * (processes > 1 ? 0.4 : 0.95)),
    voluntarySwitches: answered,
    involuntarySwitches: Math.round(answered / 50),
    processes,
    threads: shape.strategy.startsWith('thread') ? perConnection + 11 : 11,
    connectionsPerWorker: inventPlaces(shape, wobble),
    ...inventHeard(shape, answered, wobble),
  };
}

/** How the kernel deals is luck; a thread that hands out deals evenly. */
function inventPlaces({ strategy, scenario }: CellShape, wobble: number): number[] {
  if (scenario !== 'conversation') return [];
  if (strategy === 'worker-threads') return [CLIENTS / 2, CLIENTS / 2];
  if (strategy !== 'cluster') return [];
  const first = Math.round(CLIENTS * 0.58 * wobble);
  return [first, CLIENTS - first];
}

function inventLoadCost(answered: number): LoadgenCost {
  const cpuNs = answered * 14_000;
  return {
    engine: 'node',
    threads: 1,
    cpuNs,
    cpuNsPerMessage: answered === 0 ? null : 14_000,
    peakRssBytes: 90 * 2 ** 20,
  };
}
