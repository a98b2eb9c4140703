import type { TrialResult } from '../../results/trial-result.ts';

/** One warning, however many trials carry it. */
export interface WarningGroup {
  readonly code: string;
  readonly advice: string;
  /** The first message: later ones differ in their figures. */
  readonly example: string;
  readonly trials: number;
  readonly cells: readonly string[];
}

/** Deduplicated by code and advice, the most frequent first. */
export function groupWarnings(trials: readonly TrialResult[]): readonly WarningGroup[] {
  const found = trials.flatMap((result) =>
    result.warnings.map((warning) => ({ warning, trial: result.trial })),
  );
  const groups = Map.groupBy(found, ({ warning }) =>
    JSON.stringify([warning.code, warning.advice]),
  );
  const list = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        code: first.warning.code,
        advice: first.warning.advice,
        example: first.warning.message,
        trials: new Set(group.map(({ trial }) => trial.id)).size,
        cells: [...new Set(group.map(({ trial }) => trial.cell))],
      },
    ];
  });
  return list.sort((a, b) => b.trials - a.trials);
}
