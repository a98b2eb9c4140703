import type { TrialResult } from '../results/trial-result.ts';

/**
 * The complete trial with the median throughput, the lower one of an even number: a typical one,
 * where only one can be shown. Null without a complete trial that measured something.
 */
export function findMedianTrial(trials: readonly TrialResult[]): TrialResult | null {
  const sorted = trials
    .filter(({ status, throughputPerSec }) => status === 'complete' && throughputPerSec !== null)
    .sort((a, b) => (a.throughputPerSec ?? 0) - (b.throughputPerSec ?? 0));
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
}
