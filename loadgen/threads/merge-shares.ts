import { assertLedger } from '../../results/assert-ledger.ts';
import type { Distribution } from '../../results/distribution.ts';
import type { Connections, Counts, TimelineEntry } from '../../results/trial-result.ts';
import { type MergedDeliveries, mergeDeliveries } from '../chat/merge-deliveries.ts';
import { addCollections, type GarbageCollections } from '../recording/garbage-collections.ts';
import type {
  ConnectionCount,
  LoadShareResult,
  RecordedInterval,
  TimesByKind,
} from '../recording/share-result.ts';
import { addThreadTimes, type ThreadTime } from '../recording/thread-time.ts';
import { INTERVAL_NS } from '../recording/timeline-recorder.ts';
import { addHistograms, mergeTimes } from './merge-times.ts';

/** What all load threads measured together. */
export interface LoadResult {
  readonly counts: Counts;
  readonly connections: Connections;
  /** Messages that left a millisecond late or more, although their connection had room. */
  readonly sentLate: number;
  /** Verified replies, whenever they came. */
  readonly answered: number;
  /** From the last reply to the end of the window, 0 where one came later; null without any reply. */
  readonly silentNs: number | null;
  /** Null when the window never opened. */
  readonly measuredNs: number | null;
  readonly times: TimesByKind<Distribution | null>;
  /** Without the server's side, which the load can't see. */
  readonly timeline: readonly Omit<TimelineEntry, 'serverCpuNs' | 'serverRssBytes'>[];
  readonly verificationFailure: string | null;
  /** Of all threads; null when the window never opened. */
  readonly garbageCollections: GarbageCollections | null;
  /** Of all threads; null when the window never opened, and where the kernel does not tell. */
  readonly threadTime: ThreadTime | null;
  /** Null for a load that is no chat. */
  readonly deliveries: MergedDeliveries | null;
}

/** Counts and histograms are added; a percentile is read from the sum, never averaged. */
export function mergeShares(shares: readonly LoadShareResult[]): LoadResult {
  const counts = sumCounts(shares.map((share) => share.counts));
  assertLedger(counts);
  const windows = shares.map((share) => share.window).filter((window) => window !== null);
  const measuredNs = windows.length === 0 ? null : longest(windows);
  const threadTimes = shares.map((share) => share.threadTime).filter((time) => time !== null);
  const collections = shares.map((share) => share.garbageCollections).filter((c) => c !== null);
  return {
    counts,
    garbageCollections: collections.length === 0 ? null : addCollections(collections),
    threadTime: threadTimes.length === 0 ? null : addThreadTimes(threadTimes),
    connections: sumConnections(shares.map((share) => share.connections)),
    sentLate: shares.reduce((total, share) => total + share.sentLate, 0),
    answered: shares.reduce((total, share) => total + share.answered, 0),
    silentNs: shortestSilence(shares),
    measuredNs,
    times: {
      responseTimeNs: mergeTimes(shares.map((share) => share.times.responseTimeNs)),
      serviceTimeNs: mergeTimes(shares.map((share) => share.times.serviceTimeNs)),
      sendLagNs: mergeTimes(shares.map((share) => share.times.sendLagNs)),
      connectTimeNs: mergeTimes(shares.map((share) => share.times.connectTimeNs)),
      firstReplyTimeNs: mergeTimes(shares.map((share) => share.times.firstReplyTimeNs)),
    },
    deliveries: mergeDeliveries(shares.map((share) => share.deliveries)),
    timeline: mergeTimelines(shares, measuredNs ?? 0),
    verificationFailure:
      shares.map((share) => share.verificationFailure).find((failure) => failure !== null) ?? null,
  };
}

/** Any thread's reply breaks it. */
function shortestSilence(shares: readonly LoadShareResult[]): number | null {
  const silences = shares.map(({ silentNs }) => silentNs).filter((silence) => silence !== null);
  return silences.length === 0 ? null : Math.round(Math.min(...silences));
}

function longest(windows: readonly { startNs: number; endNs: number }[]): number {
  return Math.max(...windows.map((window) => Math.round(window.endNs - window.startNs)));
}

function sumCounts(all: readonly Counts[]): Counts {
  const sum = (key: Exclude<keyof Counts, 'failed'>) => all.reduce((total, c) => total + c[key], 0);
  return {
    scheduled: sum('scheduled'),
    sent: sum('sent'),
    ok: sum('ok'),
    failed: sumByCode(all.map((counts) => counts.failed)),
    timedOut: sum('timedOut'),
    lost: sum('lost'),
    dropped: sum('dropped'),
    unfinished: sum('unfinished'),
    corrupt: sum('corrupt'),
    duplicated: sum('duplicated'),
    reordered: sum('reordered'),
    answeredInWindow: sum('answeredInWindow'),
  };
}

function sumByCode(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [code, n] of all.flatMap((counts) => Object.entries(counts))) {
    sums[code] = (sums[code] ?? 0) + n;
  }
  return sums;
}

function sumConnections(all: readonly Connections[]): Connections {
  const sum = (key: ConnectionCount) => all.reduce((total, c) => total + c[key], 0);
  return {
    attempted: sum('attempted'),
    established: sum('established'),
    served: sum('served'),
    starved: sum('starved'),
    refused: sum('refused'),
    reset: sum('reset'),
    closedByServer: sum('closedByServer'),
    failed: sumByCode(all.map((connections) => connections.failed ?? {})),
  };
}

/** One entry per 100 ms of the window, also for those in which nothing came back. */
function mergeTimelines(shares: readonly LoadShareResult[], measuredNs: number) {
  return Array.from({ length: Math.ceil(measuredNs / INTERVAL_NS) }, (_, index) =>
    mergeIntervals(
      shares.map((share) => share.timeline[index]).filter((interval) => interval !== undefined),
      index,
    ),
  );
}

function mergeIntervals(intervals: readonly RecordedInterval[], index: number) {
  const encoded = intervals.map((interval) => interval.histogram).filter((text) => text !== null);
  const histogram = addHistograms(encoded);
  return {
    atNs: index * INTERVAL_NS,
    ok: intervals.reduce((total, interval) => total + interval.ok, 0),
    failed: intervals.reduce((total, interval) => total + interval.failed, 0),
    p50Ns: histogram?.getValueAtPercentile(50) ?? null,
    p99Ns: histogram?.getValueAtPercentile(99) ?? null,
    maxNs: histogram?.maxValue ?? null,
  };
}
