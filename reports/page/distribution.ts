import type { TrialResult } from '../../results/trial-result.ts';
import type { CellSummary } from '../../stats/cell-summary.ts';
import { mergeDistributions } from '../../stats/percentile-curve.ts';
import { histogramChart } from '../charts/histogram-chart.ts';
import { frameFigure } from './frame-figure.ts';

const CAPTION =
  'Response times of the complete trials, added up. At the right how many there were of each, and their share. Where the load offers a rate, waiting for a late message’s turn counts.';

/** Of one cell alone: a bar for each span of time. Of several the percentiles are compared. */
export function renderDistribution(
  id: string,
  [cell, ...others]: readonly CellSummary[],
  trials: readonly TrialResult[],
): string {
  if (cell === undefined || others.length > 0 || cell.workload.kind === 'chat') return '';
  const parts = trials.flatMap(({ trial, status, responseTimeNs }) =>
    trial.cell === cell.cell && status === 'complete' && responseTimeNs !== null
      ? [responseTimeNs]
      : [],
  );
  const times = mergeDistributions(parts);
  const chart = times === null ? null : histogramChart(id, times);
  if (chart === null) return '';
  return [
    '<h3>How long replies took</h3>',
    frameFigure({ heading: 'h4', finding: chart.finding }, chart.svg, CAPTION),
  ].join('\n');
}
