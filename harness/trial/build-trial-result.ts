import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import type { ChatResult } from '../../results/chat-result.ts';
import type {
  Connections,
  LoadgenCost,
  ServerCost,
  TimelineEntry,
  TrialResult,
} from '../../results/trial-result.ts';
import type { ServerExit } from '../../servers/strategy.ts';
import { judgeTrial } from './checks/judge-trial.ts';
import { decideStatus } from './decide-status.ts';
import type { TrialRecord } from './trial-record.ts';
import type { WatchedUsage } from './watches/process-watch.ts';
import type { ProcessSample } from './watches/tree-sampler.ts';
import type { ListenQueueCounts } from './watches/watch-listen-queues.ts';

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
