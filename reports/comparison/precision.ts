import { median } from 'simple-statistics';
import type { Compared } from '../../results/compared.ts';

/** How fine these runs are: the middle of the intervals' half widths, metric by metric. */
export function describePrecision(compared: readonly Compared[]): string {
  const parts = [...Map.groupBy(compared, ({ metric }) => metric)].flatMap(([metric, rows]) => {
    const halves = rows.flatMap(({ interval }) =>
      interval === null ? [] : [Math.sqrt(interval.high / interval.low) - 1],
    );
    return halves.length === 0 ? [] : [`${metric} ±${(median(halves) * 100).toFixed(1)} %`];
  });
  return parts.length === 0
    ? 'No interval could be given, so that nothing is known of how small a difference would show.'
    : `Half the width of an interval, at the median over the cells: ${parts.join(', ')}. Smaller differences do not show in these runs.`;
}
