import type { RecordedRun } from '../results/read-run.ts';

/** A cell of which fewer trials were recorded than the run was to have. */
export interface ShortCell {
  readonly cell: string;
  /** Repetitions that were recorded, whatever came of them. */
  readonly recorded: number;
}

/** Where a run of an experiment was cut short. A gate's is as long as its verdict took: not for those. */
export function findShortCells({ header, trials }: Omit<RecordedRun, 'problems'>): ShortCell[] {
  const recorded = Map.groupBy(trials, ({ trial }) => trial.cell);
  const leftOut = new Set(header.leftOut.map(({ cell }) => cell));
  return header.scenarios
    .flatMap(({ cells }) => cells)
    .filter((cell) => !leftOut.has(cell))
    .map((cell) => {
      const seen = new Set(recorded.get(cell)?.map(({ trial }) => trial.repetition));
      return { cell, recorded: seen.size };
    })
    .filter((cell) => cell.recorded < header.repetitions);
}
