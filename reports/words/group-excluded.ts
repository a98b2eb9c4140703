import type { ExcludedTrial } from '../../stats/cell-summary.ts';

/** Trials of one cell that were left out for the same kind of reason. */
export interface ExcludedGroup {
  readonly cell: string;
  readonly status: ExcludedTrial['status'];
  readonly trials: readonly string[];
  /** The first trial's; the others differ in their figures. */
  readonly reason: string;
}

export function groupExcluded(
  excluded: readonly (ExcludedTrial & { readonly cell: string })[],
): readonly ExcludedGroup[] {
  const groups = Map.groupBy(excluded, ({ cell, status }) => JSON.stringify([cell, status]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const trials = group.map((trial) => trial.id);
    return [{ cell: first.cell, status: first.status, trials, reason: first.reasons.join('; ') }];
  });
}
