import { type CellPairs, type Pair, pairKey } from './collect-pairs.ts';
import type { Metric } from './gate-metrics.ts';

/** Those up to a number that nothing spoiled. */
export function usedPairs({ pairs }: CellPairs, upTo: number): readonly Pair[] {
  return pairs.filter(({ number, outcome }) => number <= upTo && outcome === 'used');
}

/** Base and head of each pair that was used, as far as the metric has a figure for both. */
export function listFigures(
  cell: CellPairs,
  { kind, read }: Metric,
  upTo: number,
): { readonly base: number; readonly head: number }[] {
  return usedPairs(cell, upTo).flatMap(({ trials }) => {
    const [base, head] = (['base', 'head'] as const).map((side) => {
      const result = trials.get(pairKey(side, kind));
      return result === undefined ? null : read(result);
    });
    return base && head && base > 0 && head > 0 ? [{ base, head }] : [];
  });
}

/** `ln(head / base)` of each pair, positive for worse. */
export function listDifferences(cell: CellPairs, metric: Metric, upTo: number): number[] {
  return listFigures(cell, metric, upTo).map(({ base, head }) =>
    metric.better === 'less' ? Math.log(head / base) : Math.log(base / head),
  );
}
