import type { Distribution } from '../../results/distribution.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { mergeDistributions } from '../../stats/percentile-curve.ts';
import type { Report } from '../report.ts';
import { cleanText } from '../text/clean-text.ts';

const TICKS_PER_HALF_DISTANCE = 5;
const NS_PER_MS = 1e6;

/**
 * HdrHistogram's percentile text, response time in milliseconds, merged over the complete trials: a
 * block per cell; a cell without has a remark. One block alone is a file that the HdrHistogram plotter opens.
 */
export function renderHgrm(report: Report): string {
  const cells = report.scenarios.flatMap((scenario) => scenario.cells);
  return cells
    .map(({ cell }) => {
      const text = renderCellHgrm(report.trials, cell);
      const what = text === '' ? 'no complete trial with a reply' : 'response time, ms';
      return `#[Cell: ${cleanText(cell)}, ${what}]\n${text}`;
    })
    .join('\n');
}

/** One cell's percentile text; empty when no complete trial of it has a reply. */
export function renderCellHgrm(
  trials: readonly TrialResult[],
  cell: string,
  pick: (result: TrialResult) => Distribution | null = (result) => result.responseTimeNs,
): string {
  const parts = trials
    .filter((result) => result.trial.cell === cell && result.status === 'complete')
    .map(pick)
    .filter((part) => part !== null);
  const merged = mergeDistributions(parts);
  return merged?.outputPercentileDistribution(TICKS_PER_HALF_DISTANCE, NS_PER_MS) ?? '';
}

/** One trial's percentile text, whatever its status: what was measured is not kept back. */
export function renderTrialHgrm({ responseTimeNs }: TrialResult): string {
  const histogram = mergeDistributions(responseTimeNs === null ? [] : [responseTimeNs]);
  return histogram?.outputPercentileDistribution(TICKS_PER_HALF_DISTANCE, NS_PER_MS) ?? '';
}
