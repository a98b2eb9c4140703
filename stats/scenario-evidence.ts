import type { TrialResult } from '../results/trial-result.ts';
import type { CellSummary } from './cell-summary.ts';
import { type ClientLimit, findClientLimit } from './client-limit.ts';
import { findMedianTrial } from './median-trial.ts';
import { rankMetricOf } from './rank.ts';
import { type TrialCourse, traceCourse } from './trial-course.ts';
import { METRIC_OF_RANKING, pointsOf, type TrialPoint } from './trial-points.ts';
import { summarizeWorkers, type WorkerShares } from './worker-shares.ts';

/** What single trials show and a summary does not: drawn, never ranked by. */
export interface ScenarioEvidence {
  /** By the name of the cell. */
  readonly cells: Readonly<Record<string, CellEvidence>>;
  readonly clientLimit: ClientLimit | null;
}

export const NO_EVIDENCE: ScenarioEvidence = { cells: {}, clientLimit: null };

export interface CellEvidence {
  /** The figure that the cell is ranked by. */
  readonly points: readonly TrialPoint[];
  /** Of the trial with the median throughput; null where none has a timeline. */
  readonly course: TrialCourse | null;
  readonly workers: WorkerShares | null;
}

/** Points along the time axis: enough for a shape, and few enough for a table. */
const SLICES_MAX = 24;

export function gatherEvidence(
  cells: readonly CellSummary[],
  trials: readonly TrialResult[],
): ScenarioEvidence {
  const names = new Set(cells.map(({ cell }) => cell));
  const own = trials.filter(({ trial }) => names.has(trial.cell));
  const byCell = Map.groupBy(own, ({ trial }) => trial.cell);
  return {
    cells: Object.fromEntries(
      cells.map((cell) => [cell.cell, gatherCell(cell, byCell.get(cell.cell) ?? [])]),
    ),
    clientLimit: findClientLimit(own),
  };
}

function gatherCell(cell: CellSummary, trials: readonly TrialResult[]): CellEvidence {
  const shown = findMedianTrial(trials.filter(({ timeline }) => timeline.length > 0));
  return {
    points: pointsOf(trials, METRIC_OF_RANKING[rankMetricOf(cell)]),
    course: shown === null ? null : traceCourse(shown, SLICES_MAX),
    workers: summarizeWorkers(trials),
  };
}
