import { median } from 'simple-statistics';
import { meetsRate } from '../results/rate-met.ts';
import { boundedFigure, type ResponseBound } from '../results/response-bound.ts';
import type { TrialResult } from '../results/trial-result.ts';
import type { CellSummary } from './cell-summary.ts';

/** How far one strategy goes in a sweep over offered rates. */
export interface Knee {
  readonly label: string;
  /** The highest rate up to which every rate offered held; null for none. */
  readonly heldPerSec: number | null;
  /** The next rate that was offered, which did not hold; null when there was no higher one. */
  readonly next: { readonly ratePerSec: number; readonly why: 'missed' | 'no-sound-trial' } | null;
}

/** The knees of a scenario's sweep, with the bound that they are about. */
export interface ScenarioKnees {
  readonly bound: ResponseBound;
  readonly knees: readonly Knee[];
}

/**
 * The knee of each strategy: the highest offered rate that was achieved within 1 % by most of its
 * complete trials, and whose median figure kept the bound. A higher rate that held after one that
 * did not is luck: the first that did not ends the climb.
 */
export function findKnees(
  cells: readonly CellSummary[],
  trials: readonly TrialResult[],
  bound: ResponseBound,
): ScenarioKnees {
  const complete = trials.filter(({ status }) => status === 'complete');
  const byCell = Map.groupBy(complete, ({ trial }) => trial.cell);
  const open = cells.filter(({ load }) => load.loop === 'open');
  const groups = Map.groupBy(open, ({ label }) => label);
  const knees = [...groups].map(([label, group]): Knee => {
    let heldPerSec: number | null = null;
    for (const [ratePerSec, cell] of climb(group)) {
      const sound = byCell.get(cell) ?? [];
      if (sound.length === 0)
        return { label, heldPerSec, next: { ratePerSec, why: 'no-sound-trial' } };
      if (!holds(sound, bound)) return { label, heldPerSec, next: { ratePerSec, why: 'missed' } };
      heldPerSec = ratePerSec;
    }
    return { label, heldPerSec, next: null };
  });
  return { bound, knees };
}

/** Rates and cells, the lowest rate first. */
function climb(cells: readonly CellSummary[]): [number, string][] {
  return cells
    .flatMap(({ load, cell }): [number, string][] =>
      load.loop === 'open' ? [[load.offeredRatePerSec, cell]] : [],
    )
    .sort(([a], [b]) => a - b);
}

function holds(trials: readonly TrialResult[], bound: ResponseBound): boolean {
  const achieved = trials.filter(({ counts }) => meetsRate(counts)).length;
  // Where nothing was answered there are no times, and those are the longest of all.
  const figures = trials.map(({ responseTimeNs: times }) =>
    times === null ? Number.POSITIVE_INFINITY : boundedFigure(times, bound),
  );
  return achieved * 2 > trials.length && median(figures) < bound.belowNs;
}
