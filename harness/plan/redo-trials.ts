import type { TrialResult } from '../../results/trial-result.ts';
import type { PlannedTrial } from './plan-trials.ts';

/** At most this share of a run's trials is redone: where more are spoiled, the host is not fit. */
const REDO_SHARE = 0.1;

/**
 * Trials to run again at the end, because the host or the load spoiled them: never because of
 * anything the server did, and never twice. The spoiled results stay on record.
 */
export function planRedos(
  trials: readonly PlannedTrial[],
  results: readonly Pick<TrialResult, 'trial' | 'status'>[],
): PlannedTrial[] {
  const invalid = new Set(
    results.filter(({ status }) => status === 'invalid').map(({ trial }) => trial.id),
  );
  return trials
    .filter(({ trial }) => invalid.has(trial.id))
    .slice(0, Math.ceil(trials.length * REDO_SHARE))
    .map(({ cell, trial }) => ({ cell, trial: { ...trial, id: `${trial.id}.again` } }));
}
