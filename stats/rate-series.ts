import type { CellSummary } from './cell-summary.ts';
import type { Estimate } from './sample.ts';

/** One strategy over its offered rates. */
export interface RatedSeries {
  readonly label: string;
  /** The highest offered rate it sustained, per second; 0 when it sustained none. */
  readonly value: Estimate;
  readonly p99AtCommonRate: Estimate | null;
}

/**
 * A rate is sustained when at least this share of what was scheduled came back within the window.
 * Not of the nominal rate: random arrivals schedule some per cent more or fewer in a short window.
 */
export const SUSTAINED_SHARE = 0.98;

/** Whether the server kept up with what was offered; null for a closed loop, which offers nothing. */
export function sustains(cell: CellSummary): boolean | null {
  if (cell.load.loop !== 'open') return null;
  return (cell.metrics.answeredShare?.center ?? 0) >= SUSTAINED_SHARE;
}

/** Open-loop cells by strategy, and the highest rate that all of them sustained. */
export function rateSeries(cells: readonly CellSummary[]): {
  series: readonly RatedSeries[];
  commonRatePerSec: number | null;
} {
  const groups = [...Map.groupBy(cells, (cell) => cell.label)];
  const sustained = groups.map(([, group]) => group.filter((cell) => sustains(cell)).map(rateOf));
  const common = (sustained[0] ?? []).filter((rate) =>
    sustained.every((rates) => rates.includes(rate)),
  );
  const commonRatePerSec = common.length === 0 ? null : Math.max(...common);
  const series = groups.map(([label, group], index) => {
    const trials = Math.min(...group.map((cell) => cell.completeTrials));
    const best = Math.max(0, ...(sustained[index] ?? []));
    const atCommon = group.find((cell) => rateOf(cell) === commonRatePerSec);
    const p99AtCommonRate = atCommon?.metrics.responseP99Ns ?? null;
    // One of the rates offered, not a measurement: it has no interval.
    return { label, value: { center: best, interval: null, trials, samples: [] }, p99AtCommonRate };
  });
  return { series, commonRatePerSec };
}

function rateOf(cell: CellSummary): number {
  return cell.load.loop === 'open' ? cell.load.offeredRatePerSec : 0;
}
