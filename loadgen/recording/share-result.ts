import type { Connections, Counts } from '../../results/trial-result.ts';
import type { RecordedDeliveries } from '../chat/recorded-deliveries.ts';
import type { GarbageCollections } from './garbage-collections.ts';
import type { ThreadTime } from './thread-time.ts';

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

/** What one load thread measured: plain data, so that it can cross threads and machines. */
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
