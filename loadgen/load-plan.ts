import type { Address } from '../protocol/address.ts';
import type { Load, Timing, Workload } from '../results/trial.ts';
import type { Connections, Counts } from '../results/trial-result.ts';
import type { RecordedDeliveries } from './chat/recorded-deliveries.ts';
import type { GarbageCollections } from './garbage-collections.ts';
import type { ThreadTime } from './thread-time.ts';

/** `node` runs everywhere; `posix` costs less and paces more exactly, on Linux alone. */
export type EngineName = 'node' | 'posix';

/** What a load process is told: plain data, so that it can cross processes and machines. */
export interface LoadPlan {
  readonly target: Address;
  readonly workload: Workload;
  readonly load: Load;
  readonly timing: Timing;
  readonly seed: number;
  readonly threads: number;
  /** `node` when nothing is said. */
  readonly engine?: EngineName;
  /** What `greet` must hear, latin1; null takes the first greeting as the measure of the others. */
  readonly expectedGreeting: string | null;
}

/** The part of a plan that one load thread runs. */
export interface LoadShare {
  readonly plan: LoadPlan;
  /** This thread's connections, out of `plan.load.connections`. */
  readonly firstConnection: number;
  readonly connections: number;
  /** Zero of every time in the share, on the monotonic clock, as decimal nanoseconds. */
  readonly originNs: string;
}

/** Values behind a distribution: the histogram, and what it can't give back exactly. */
export interface RecordedTimes {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** HdrHistogram V2, compressed, base64. */
  readonly histogram: string;
}

export interface TimesByKind<T> {
  readonly responseTimeNs: T;
  readonly serviceTimeNs: T;
  readonly sendLagNs: T;
  readonly connectTimeNs: T;
  readonly firstReplyTimeNs: T;
}

/** 100 ms of the measured window. */
export interface RecordedInterval {
  readonly ok: number;
  readonly failed: number;
  /** Response times, 1-digit histogram, base64; null when nothing was answered. */
  readonly histogram: string | null;
}

/** What clients count of their connections; the rest the kernel counts. */
export type ConnectionCount = Exclude<
  keyof Connections,
  'failed' | 'listenOverflows' | 'listenDrops'
>;

export interface LoadShareResult {
  readonly counts: Counts;
  readonly connections: Connections;
  /** Messages that left a millisecond late or more, although their connection had room. */
  readonly sentLate: number;
  /** Verified replies, whenever they came. */
  readonly answered: number;
  /** From the last reply to the end of the window, 0 where one came later; null without any reply. */
  readonly silentNs: number | null;
  readonly window: { readonly startNs: number; readonly endNs: number } | null;
  readonly times: TimesByKind<RecordedTimes | null>;
  readonly timeline: readonly RecordedInterval[];
  /** Null when the window never opened. */
  readonly garbageCollections: GarbageCollections | null;
  /** The same; and where the kernel does not tell. */
  readonly threadTime: ThreadTime | null;
  /** Null for a load that is no chat. */
  readonly deliveries: RecordedDeliveries | null;
  /** What was wrong with the reply that failed verification; null when none did. */
  readonly verificationFailure: string | null;
}

/**
 * Splits a plan over its threads; every connection belongs to exactly one share, and so does every
 * chat room: what its members hear is held against what others of them said.
 */
export function splitPlan(plan: LoadPlan, originNs: bigint): LoadShare[] {
  const together = connectionsTogether(plan);
  const groups = plan.load.connections / together;
  const threads = countThreads(plan);
  return Array.from({ length: threads }, (_, thread) => {
    const first = Math.floor((thread * groups) / threads) * together;
    const next = Math.floor(((thread + 1) * groups) / threads) * together;
    return {
      plan: { ...plan, threads },
      firstConnection: first,
      connections: next - first,
      originNs: String(originNs),
    };
  });
}

/** A thread without anything to do is not started. */
export function countThreads(plan: Pick<LoadPlan, 'workload' | 'load' | 'threads'>): number {
  return Math.min(plan.threads, plan.load.connections / connectionsTogether(plan));
}

/** Connections that must not be parted. */
function connectionsTogether({ workload }: Pick<LoadPlan, 'workload'>): number {
  return workload.kind === 'chat' ? workload.membersPerRoom : 1;
}
