import type { RunHeader } from '../results/run-header.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { ServerStartError } from '../servers/hosting/server-start-error.ts';
import type { PlannedTrial } from './plan/plan-trials.ts';
import { planRedos } from './plan/redo-trials.ts';
import type { TrialProgress, TrialSetting } from './trial/measure-trial.ts';
import { runTrial } from './trial/run-trial.ts';
import { LoadFailure } from './trial/start-load.ts';
import { describeUnstarted } from './trial/unstarted-trial.ts';

export type RunEvent =
  | { readonly type: 'trial-started'; readonly number: number; readonly planned: PlannedTrial }
  | {
      readonly type: 'trial-finished';
      readonly number: number;
      readonly result: TrialResult;
      /** What will be run again after the planned trials, as far as is known by now. */
      readonly redos: readonly PlannedTrial[];
    };

export interface Experiment {
  readonly header: RunHeader;
  readonly trials: readonly PlannedTrial[];
  readonly setting: TrialSetting;
}

/**
 * Runs the trials one after another, then those again that the host or the load spoiled. After an
 * interrupt the running trial is cut short and comes out as `interrupted`, and no other starts.
 */
export async function* runExperiment(
  { trials, setting }: Pick<Experiment, 'trials' | 'setting'>,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): AsyncGenerator<RunEvent> {
  const results: TrialResult[] = [];
  const queue = [...trials];
  for (let number = 1; number <= queue.length && !interrupt.aborted; number += 1) {
    const planned = queue[number - 1];
    if (planned === undefined) return;
    yield { type: 'trial-started', number, planned };
    const result = await runOne(planned, setting, onProgress, interrupt);
    results.push(result);
    const redos = planRedos(trials, results);
    yield { type: 'trial-finished', number, result, redos };
    if (number === trials.length) queue.push(...redos);
  }
}

/** A server that does not start, or a load that fails, spoils its own trial, not the run. */
async function runOne(
  { cell, trial }: PlannedTrial,
  setting: TrialSetting,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  try {
    return await runTrial(cell, { trial, setting, onProgress, interrupt });
  } catch (error) {
    if (!(error instanceof ServerStartError) && !(error instanceof LoadFailure)) throw error;
    return describeUnstarted(trial, error.message, setting);
  }
}
