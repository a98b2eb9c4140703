import type { DecidingMetric, GateMetric } from '../results/gate-order.ts';
import { isLateInTailOnly } from '../results/trial-fault.ts';
import type { TrialResult } from '../results/trial-result.ts';

/** Which of a side's two trials a metric is read from. */
export type TrialKind = 'fixed-rate' | 'capacity';

export interface Metric {
  readonly name: GateMetric;
  readonly kind: TrialKind;
  readonly better: 'less' | 'more';
  /** Null where the trial does not tell it. */
  read(result: TrialResult): number | null;
}

/** CPU per message is compared at one rate: with the rate it falls, because work is batched. */
export const METRICS: readonly Metric[] = [
  {
    name: 'cpu-per-message',
    kind: 'fixed-rate',
    better: 'less',
    read: ({ server }) => server?.cpuNsPerMessage ?? null,
  },
  {
    name: 'capacity',
    kind: 'capacity',
    better: 'more',
    read: ({ throughputPerSec }) => throughputPerSec,
  },
  {
    name: 'p50',
    kind: 'fixed-rate',
    better: 'less',
    read: ({ responseTimeNs }) => responseTimeNs?.p50 ?? null,
  },
  {
    name: 'p99',
    kind: 'fixed-rate',
    better: 'less',
    // Where the load itself sent the last per cent late, this is the load's figure.
    read: (result) => (isLateInTailOnly(result) ? null : (result.responseTimeNs?.p99 ?? null)),
  },
];

/** The kinds of trial that each side of a pair needs. */
export function kindsFor(metrics: readonly DecidingMetric[]): TrialKind[] {
  const wanted = METRICS.filter(({ name }) => metrics.some((metric) => metric === name));
  return [...new Set(wanted.map(({ kind }) => kind))];
}

/** A closed loop measures capacity; everything else is compared at the same offered rate. */
export function kindOf({ trial }: TrialResult): TrialKind {
  return trial.load.loop === 'closed' ? 'capacity' : 'fixed-rate';
}
