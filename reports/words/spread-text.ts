import type { CellSummary } from '../../stats/cell-summary.ts';
import { formatPercent } from '../text/format.ts';

/**
 * How evenly the kernel dealt datagrams over workers, one line for a scenario; null where nothing
 * was dealt. By a hash of the sender: with few senders it is luck, and differs from trial to trial.
 */
export function describeSpread(cells: readonly CellSummary[]): string | null {
  const groups = Map.groupBy(cells, (cell) => cell.label);
  const told = [...groups].flatMap(([label, group]) => {
    const spreads = group.flatMap(({ datagrams }) => datagrams?.busiestWorker ?? []);
    if (spreads.length === 0) return [];
    const workers = Math.max(...spreads.map((spread) => spread.workers));
    const least = Math.min(...spreads.map((spread) => spread.leastShare));
    const most = Math.max(...spreads.map((spread) => spread.mostShare));
    return [`${label} ${formatPercent(least)} to ${formatPercent(most)} (${workers} workers)`];
  });
  return told.length === 0
    ? null
    : `The busiest worker’s share of the datagrams, from trial to trial: ${told.join(', ')}.`;
}
