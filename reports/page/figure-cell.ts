import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { reasonApart } from '../../stats/rank.ts';
import type { Estimate } from '../../stats/sample.ts';
import { formatCount, formatInterval, NOTHING } from '../text/format.ts';
import type { HtmlCell } from './table.ts';

/** Cells of tables: a figure as it is read, with the number that it is sorted by. */

export function figureCell(value: number | null, format: (value: number) => string): HtmlCell {
  return value === null ? { text: NOTHING, order: null } : { text: format(value), order: value };
}

/** The median over trials; in parentheses what cannot be compared. */
export function metricCell(
  cell: CellSummary,
  metric: MetricName,
  format: (value: number) => string,
): HtmlCell {
  const apart = isApart(cell);
  return figureCell(cell.metrics[metric]?.center ?? null, (value) =>
    apart ? `(${format(value)})` : format(value),
  );
}

/** Sorted by its lower end. */
export function intervalCell(estimate: Estimate, format: (value: number) => string): HtmlCell {
  return { text: formatInterval(estimate, format), order: estimate.interval?.low ?? null };
}

/** Every digit. */
export function countCell(count: number): HtmlCell {
  return figureCell(count, (value) => value.toLocaleString('en-US'));
}

export function nameCell(cell: CellSummary): string {
  if (cell.load.loop === 'closed') return cell.label;
  return `${cell.label} at ${formatCount(cell.load.offeredRatePerSec)}/s`;
}

export function isApart(cell: CellSummary): boolean {
  return cell.completeTrials === 0 || reasonApart(cell) !== null;
}
