import { type CellSummary, METRIC_NAMES, type MetricName } from '../../../stats/cell-summary.ts';
import { summarizeCells } from '../../../stats/summarize-cells.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { estimateValues } from '../../stats/estimate-values.ts';

/** A cell that serves everyone, with these figures of its trials and no others. */
export function inventCell(
  label: string,
  values: Partial<Record<MetricName, readonly number[]>>,
  changes: Partial<CellSummary> = {},
): CellSummary {
  const [base] = summarizeCells([makeTrial()]);
  if (base === undefined) throw new RangeError('no cell');
  const metrics = METRIC_NAMES.map((name) => [name, estimateValues(values[name] ?? [])]);
  const completeTrials = Math.max(0, ...Object.values(values).map((each) => each.length));
  return {
    ...base,
    cell: `scenario/${label}`,
    label,
    metrics: Object.fromEntries(metrics) as CellSummary['metrics'],
    completeTrials,
    ...changes,
  };
}

export const OPEN = {
  loop: 'open',
  connections: 16,
  offeredRatePerSec: 1000,
  arrivals: 'poisson',
} as const;

/** Serves one of 64. */
export const ONE_SERVED: Pick<CellSummary, 'connections'> = {
  connections: { attempted: 64, served: 1, starved: 63, closedByServer: 0, oneReplyEach: false },
};

/** What a chart is drawn from names a text; so do its parts. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}
