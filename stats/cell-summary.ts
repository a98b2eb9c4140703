import type { ChatDeliveries, ChatResult } from '../results/chat-result.ts';
import type { Load, Trial, Workload } from '../results/trial.ts';
import type { TrialResult } from '../results/trial-result.ts';
import type { DatagramSummary } from './datagram-summary.ts';
import type { CurvePoint } from './percentile-curve.ts';
import type { Estimate } from './sample.ts';

/** What the trials of one cell say together. Only complete trials count. */
export interface CellSummary {
  readonly cell: string;
  readonly scenario: string;
  /** The strategy or the address, with whatever else varies in its scenario; without the rate. */
  readonly label: string;
  readonly strategy: string | null;
  readonly service: string | null;
  readonly transport: Trial['transport'];
  readonly workload: Workload;
  readonly load: Load;
  readonly completeTrials: number;
  readonly metrics: CellMetrics;
  readonly connections: CellConnections;
  readonly ledger: CellLedger;
  /** Null for a load that is no chat. */
  readonly deliveries: CellDeliveries | null;
  /** Null for a cell without datagrams, or without a complete trial. */
  readonly datagrams: DatagramSummary | null;
  /** From the merged histograms. */
  readonly responseCurve: readonly CurvePoint[];
  readonly serviceCurve: readonly CurvePoint[];
  readonly excluded: readonly ExcludedTrial[];
}

export const METRIC_NAMES = [
  'throughputPerSec',
  'answeredShare',
  'notLostShare',
  'responseP50Ns',
  'responseP99Ns',
  'responseP999Ns',
  'serviceP50Ns',
  'serviceP99Ns',
  'cpuNsPerMessage',
  'peakRssBytes',
  'pssBytes',
  'firstReplyP50Ns',
  'firstReplyMaxNs',
  'deliveriesPerSec',
  'deliveredShare',
  'cpuNsPerDelivery',
  'firstReceiverP50Ns',
  'firstReceiverP99Ns',
  'medianReceiverP50Ns',
  'medianReceiverP99Ns',
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/**
 * Medians over the trials; null where no trial has the figure. `answeredShare`: replies in the
 * measured window over messages scheduled in it. `notLostShare` is of datagrams alone. Of a chat the response time is that to the last
 * receiver, and `deliveredShare` is delivered over expected.
 */
export type CellMetrics = Readonly<Record<MetricName, Estimate | null>>;

/** Medians over the trials. */
export interface CellConnections {
  readonly attempted: number;
  readonly served: number;
  readonly starved: number;
  readonly closedByServer: number;
  /** Whether the server ended conversations after a single reply. */
  readonly oneReplyEach: boolean;
}

/** Sums over the complete trials: scheduled = ok + failed + ... + unfinished. */
export interface CellLedger {
  readonly scheduled: number;
  readonly ok: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly timedOut: number;
  readonly lost: number;
  readonly dropped: number;
  readonly unfinished: number;
}

/** What a chat's deliveries came to: sums over the complete trials. */
export type CellDeliveries = ChatDeliveries & ChatResult['slowReaders'];

export interface ExcludedTrial {
  readonly id: string;
  readonly status: Exclude<TrialResult['status'], 'complete'>;
  readonly reasons: readonly string[];
}
