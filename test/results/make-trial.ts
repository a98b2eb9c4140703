import type { RunHeader } from '../../results/run-header.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';

const RUN = createSyntheticRun({ repetitions: 2 });

export const HEADER: RunHeader = RUN.header;

/** A well-formed trial, with changes. */
export function makeTrial(changes: Partial<TrialResult> = {}): TrialResult {
  return { ...at(5), ...changes };
}

/** The n-th trial of a synthetic run. */
export function at(index: number): TrialResult {
  const trial = RUN.trials[index];
  if (trial === undefined) throw new RangeError(`no synthetic trial ${index}`);
  return trial;
}
