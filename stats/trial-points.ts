import type { TrialResult } from '../results/trial-result.ts';
import type { MetricName } from './cell-summary.ts';
import { metricOf } from './metric-of.ts';
import type { RankMetric } from './rank.ts';

/** One trial as a point. */
export interface TrialPoint {
  readonly repetition: number;
  readonly status: TrialResult['status'];
  readonly value: number;
}

/**
 * The figure of a single trial that a ranking rests on. A sustained rate is none: there it is the
 * response time, which decides between those that sustain the same.
 */
export const METRIC_OF_RANKING = {
  throughput: 'throughputPerSec',
  'cpu-per-message': 'cpuNsPerMessage',
  'sustained-rate': 'responseP99Ns',
  'cpu-per-delivery': 'cpuNsPerDelivery',
} as const satisfies Record<RankMetric, MetricName>;

/** The trials of a cell in the order of repetitions; those without the figure have no point. */
export function pointsOf(
  trials: readonly TrialResult[],
  metric: MetricName,
): readonly TrialPoint[] {
  return trials
    .flatMap((result): TrialPoint[] => {
      const value = metricOf(result, metric);
      const { repetition } = result.trial;
      return value === null ? [] : [{ repetition, status: result.status, value }];
    })
    .sort((a, b) => a.repetition - b.repetition);
}
