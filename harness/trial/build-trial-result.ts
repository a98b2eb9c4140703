import type { EngineName } from '../../loadgen/load-plan.ts';
import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import type { ChatResult } from '../../results/chat-result.ts';
import { keepsConnection } from '../../results/keeps-connection.ts';
import type { Trial } from '../../results/trial.ts';
import type {
  Connections,
  LoadgenCost,
  ReceiveBufferLoss,
  ServerCost,
  TimelineEntry,
  TrialResult,
} from '../../results/trial-result.ts';
import type { ServerExit } from '../../servers/strategy.ts';
import type { ListenQueueCounts } from './listen-queue.ts';
import type { ProcessSample, WatchedUsage } from './process-watch.ts';
import { type HostNoise, judgeTrial } from './validity.ts';

/** All that is known of a trial when it has ended. */
export interface TrialRecord {
  readonly trial: Trial;
  readonly startedAt: string;
  readonly measured: LoadResult;
  readonly watched: { readonly server: WatchedUsage | null; readonly load: WatchedUsage | null };
  /** How our server ended; null for a server that is not ours. */
  readonly exit: ServerExit | null;
  /** The same, when it ended before it was told to. */
  readonly death: ServerExit | null;
  readonly noise: HostNoise;
  /** CPU time of the harness in the window; null when that never opened. */
  readonly harnessCpuNs: number | null;
  /** Null where it is not known. */
  readonly listenQueue: ListenQueueCounts | null;
  /** The same. */
  readonly receiveBufferLoss: ReceiveBufferLoss | null;
  readonly interrupted: boolean;
  readonly mayEnd: boolean;
  readonly answersOnce: boolean;
  readonly engine: EngineName;
  readonly loadThreads: number;
  readonly serverCpus: number;
}

type Status = TrialResult['status'];

/** Puts the two sides of a trial together and judges the whole. */
export function buildTrialResult(record: TrialRecord): TrialResult {
  const { trial, measured, watched, exit } = record;
  const answered = measured.counts.answeredInWindow;
  const measuredNs = measured.measuredNs ?? 0;
  const unjudged: TrialResult = {
    schema: 1,
    trial,
    status: 'complete',
    reasons: [],
    warnings: [],
    startedAt: record.startedAt,
    counts: measured.counts,
    connections: { ...measured.connections, ...describeListenQueue(record.listenQueue) },
    ...(record.receiveBufferLoss === null ? {} : { receiveBufferLoss: record.receiveBufferLoss }),
    measuredNs,
    throughputPerSec: measuredNs > 0 ? (answered * 1e9) / measuredNs : null,
    ...measured.times,
    ...describeChat(record),
    server: describeServer(watched.server, exit, answered),
    loadgen: describeLoad(record),
    timeline: joinTimeline(measured.timeline, watched.server?.samples ?? []),
  };
  const { warnings, invalid } = judgeTrial(unjudged, {
    serverCpus: record.serverCpus,
    noise: record.noise,
    sentLate: measured.sentLate,
  });
  const { status, reasons } = decideStatus(record, invalid);
  const { death } = record;
  return {
    ...unjudged,
    status,
    reasons,
    warnings,
    ...(death === null ? {} : { serverDeath: { code: death.code, signal: death.signal } }),
  };
}

function describeLoad(record: TrialRecord): LoadgenCost {
  const { measured, watched, harnessCpuNs } = record;
  const { garbageCollections, threadTime, sentLate } = measured;
  const answered = measured.counts.answeredInWindow;
  const cpuNs = watched.load?.cost.cpuNs ?? 0;
  return {
    engine: record.engine,
    threads: record.loadThreads,
    cpuNs,
    cpuNsPerMessage: answered > 0 ? cpuNs / answered : null,
    peakRssBytes: watched.load?.cost.peakRssBytes ?? 0,
    ...(garbageCollections === null ? {} : { garbageCollections }),
    ...(threadTime === null ? {} : { threadTime }),
    sentLate,
    ...(harnessCpuNs === null ? {} : { harnessCpuNs }),
  };
}

function describeChat(record: TrialRecord): Pick<TrialResult, 'chat'> {
  const { measured, watched, trial } = record;
  const { deliveries, measuredNs } = measured;
  if (deliveries === null) return {};
  const countedByServer = record.exit?.disconnectedSlowReaders ?? null;
  const { deliveredInWindow } = deliveries;
  const per = (cpuNs: number | undefined): number | null =>
    cpuNs === undefined || deliveredInWindow === 0 ? null : cpuNs / deliveredInWindow;
  const chat: ChatResult = {
    deliveries: deliveries.counts,
    deliveriesPerSec:
      measuredNs === null || measuredNs === 0 ? null : (deliveredInWindow * 1e9) / measuredNs,
    serverCpuNsPerDelivery: per(watched.server?.cost.cpuNs),
    loadgenCpuNsPerDelivery: per(watched.load?.cost.cpuNs),
    ...deliveries.times,
    slowReaders: {
      members: trial.workload.kind === 'chat' ? trial.workload.slowReaders : 0,
      disconnected: deliveries.slowReadersDisconnected,
      ...(countedByServer === null ? {} : { countedByServer }),
    },
  };
  return { chat };
}

function describeListenQueue(
  counts: ListenQueueCounts | null,
): Pick<Connections, 'listenOverflows' | 'listenDrops'> {
  return counts === null ? {} : { listenOverflows: counts.overflows, listenDrops: counts.drops };
}

/** The worst of what happened names the trial. */
function decideStatus(
  record: TrialRecord,
  invalid: readonly string[],
): { status: Status; reasons: string[] } {
  const { measured, death, interrupted } = record;
  if (measured.verificationFailure !== null) {
    return { status: 'failed-verification', reasons: [measured.verificationFailure] };
  }
  if (interrupted) return { status: 'interrupted', reasons: ['interrupted by the user'] };
  if (death !== null) return { status: 'incomplete', reasons: [describeDeath(death)] };
  const shortfall = describeShortfall(record);
  if (shortfall !== null) return { status: 'incomplete', reasons: [shortfall] };
  return { status: invalid.length > 0 ? 'invalid' : 'complete', reasons: [...invalid] };
}

function describeDeath({ code, signal, stderrTail }: ServerExit): string {
  const last = stderrTail.trim().split('\n').at(-1) ?? '';
  const how = signal === null ? `exit code ${code}` : signal;
  return `the server died during the trial (${how})${last === '' ? '' : `: ${last}`}`;
}

/** From this share of broken conversations on, the load was not the one that was asked for. */
const BROKEN_SHARE_MAX = 0.01;

/** Why there is less than was asked for, though nobody died and nothing was wrong; null for enough. */
function describeShortfall({ measured, trial, mayEnd, answersOnce }: TrialRecord): string | null {
  const { connections, counts } = measured;
  const { attempted, established, refused, closedByServer, reset } = connections;
  if (established === 0 && attempted > 0) {
    return `no connection was established (${refused} of ${attempted} refused)`;
  }
  const isConversation = keepsConnection(trial.workload);
  // One answer each and a farewell in good order is what some servers do: a result, with a warning.
  if (isConversation && (answersOnce || mayEnd)) return null;
  const isLasting = isConversation || trial.workload.kind === 'chat';
  const broken = isLasting ? closedByServer + reset : 0;
  if ((measured.measuredNs ?? 0) < trial.timing.measureNs * 0.999)
    return describeEnd(measured, trial);
  if (counts.answeredInWindow === 0) {
    return describeNoAnswers(measured);
  }
  const silence = describeSilence(measured);
  if (silence !== null) return silence;
  if (broken > established * BROKEN_SHARE_MAX) {
    const what = isConversation ? 'conversations' : 'connections of members';
    return `${broken} of ${established} ${what} ended before the measurement did`;
  }
  return null;
}

function describeNoAnswers({ connections: { attempted, starved } }: LoadResult): string {
  return starved > 0
    ? `nothing was answered in the measured window (${starved} of ${attempted} connections never had a reply)`
    : `nothing was answered in the measured window, though all ${attempted} connections had had a reply before it`;
}

/** Silence up to the end of the window, for this share of it and many times its quickest reply. */
const SILENT_SHARE = 0.25;
const SILENT_MIN_NS = 250_000_000;
const SILENT_REPLIES = 10;

/** A server that answers nobody any more makes no throughput: what it was before is not its rate. */
function describeSilence({ silentNs, counts, times, measuredNs }: LoadResult): string | null {
  const waiting = counts.scheduled - counts.ok;
  const quickestNs = times.serviceTimeNs?.min ?? 0;
  const isLong =
    (silentNs ?? 0) >= Math.max(SILENT_MIN_NS, (measuredNs ?? 0) * SILENT_SHARE) &&
    (silentNs ?? 0) >= quickestNs * SILENT_REPLIES;
  if (silentNs === null || !isLong || waiting === 0) return null;
  return `the server answered nobody in the last ${(silentNs / 1e9).toFixed(1)} s of the measurement, while ${waiting} messages waited or failed`;
}

function describeEnd({ connections, measuredNs, answered }: LoadResult, trial: Trial): string {
  const { established, closedByServer, served } = connections;
  if ((measuredNs ?? 0) === 0) {
    const isOneEach = closedByServer > 0 && served > 0 && answered <= served;
    const hint = isOneEach
      ? ': measure such a server with the churn workload'
      : `, after ${answered} replies in all`;
    return `the server ended all ${established} conversations before the measurement began${hint}`;
  }
  const reached = ((measuredNs ?? 0) / 1e9).toFixed(1);
  const whole = (trial.timing.measureNs / 1e9).toFixed(1);
  return `all ${established} conversations had ended ${reached} s into the ${whole} s of measurement`;
}

function describeServer(
  watched: WatchedUsage | null,
  exit: ServerExit | null,
  answered: number,
): ServerCost | null {
  if (watched === null) return null;
  return {
    ...watched.cost,
    cpuNsPerMessage: answered > 0 ? watched.cost.cpuNs / answered : null,
    connectionsPerWorker: [...(exit?.connectionsPerWorker ?? [])],
    ...(exit?.datagramsPerWorker === undefined
      ? {}
      : { datagramsPerWorker: [...exit.datagramsPerWorker] }),
  };
}

/** Gives each 100 ms what the server used in it, as far as it was looked at. */
function joinTimeline(
  entries: LoadResult['timeline'],
  samples: readonly ProcessSample[],
): TimelineEntry[] {
  return entries.map((entry, index) => {
    const [before, after] = [samples[index], samples[index + 1]];
    const known = before !== undefined && after !== undefined;
    return {
      ...entry,
      serverCpuNs: known ? Math.max(0, Math.round(after.cpuNs - before.cpuNs)) : null,
      serverRssBytes: after?.rssBytes ?? null,
    };
  });
}
