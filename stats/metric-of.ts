import type { TrialResult } from '../results/trial-result.ts';
import type { MetricName } from './cell-summary.ts';

type Pick = (result: TrialResult) => number | null | undefined;

/** Where a trial keeps each figure; nothing where it was not measured, or makes no sense. */
const PICKS: Readonly<Record<MetricName, Pick>> = {
  throughputPerSec: (result) => result.throughputPerSec,
  answeredShare: ({ counts }) =>
    counts.scheduled === 0 ? null : counts.answeredInWindow / counts.scheduled,
  notLostShare: ({ trial, counts }) =>
    trial.transport !== 'udp' || counts.scheduled === 0 ? null : 1 - counts.lost / counts.scheduled,
  responseP50Ns: (result) => result.responseTimeNs?.p50,
  responseP99Ns: (result) => result.responseTimeNs?.p99,
  responseP999Ns: (result) => result.responseTimeNs?.p999,
  serviceP50Ns: (result) => result.serviceTimeNs?.p50,
  serviceP99Ns: (result) => result.serviceTimeNs?.p99,
  cpuNsPerMessage: (result) => result.server?.cpuNsPerMessage,
  peakRssBytes: (result) => result.server?.peakRssBytes,
  pssBytes: (result) => result.server?.pssBytes,
  firstReplyP50Ns: (result) => result.firstReplyTimeNs?.p50,
  firstReplyMaxNs: (result) => result.firstReplyTimeNs?.max,
  deliveriesPerSec: ({ chat }) => chat?.deliveriesPerSec,
  deliveredShare: ({ chat }) =>
    chat === undefined || chat.deliveries.expected === 0
      ? null
      : chat.deliveries.delivered / chat.deliveries.expected,
  cpuNsPerDelivery: ({ chat }) => chat?.serverCpuNsPerDelivery,
  firstReceiverP50Ns: ({ chat }) => chat?.firstReceiverTimeNs?.p50,
  firstReceiverP99Ns: ({ chat }) => chat?.firstReceiverTimeNs?.p99,
  medianReceiverP50Ns: ({ chat }) => chat?.medianReceiverTimeNs?.p50,
  medianReceiverP99Ns: ({ chat }) => chat?.medianReceiverTimeNs?.p99,
};

/** One figure of one trial; null where it has none. */
export function metricOf(result: TrialResult, metric: MetricName): number | null {
  return PICKS[metric](result) ?? null;
}
