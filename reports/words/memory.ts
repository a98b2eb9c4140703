import type { CellSummary } from '../../stats/cell-summary.ts';

/** The figure that the columns titled `memory` show. */
export type MemoryMetric = 'pssBytes' | 'peakRssBytes';

/** What a reader has to know of it. */
export const MEMORY_AID = {
  pssBytes:
    'memory: proportional set size at the end of the window; pages that processes share are divided among them.',
  peakRssBytes:
    'memory: summed RSS, at most; pages that processes share count in each of them, so several processes look larger than they are.',
} as const satisfies Record<MemoryMetric, string>;

/**
 * The proportional set size when every cell that knows its memory knows that, else the summed
 * resident sets for all of them: two kinds of figures in one column would be compared. Null when
 * nothing is known of any.
 */
export function chooseMemory(cells: readonly CellSummary[]): MemoryMetric | null {
  const known = cells.filter(({ metrics }) => metrics.peakRssBytes !== null);
  if (known.length === 0) return null;
  return known.every(({ metrics }) => metrics.pssBytes !== null) ? 'pssBytes' : 'peakRssBytes';
}
