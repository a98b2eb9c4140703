import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { ServerStartError } from '../../servers/hosting/server-start-error.ts';
import type { PlannedTrial } from '../plan/plan-trials.ts';
import type { TrialProgress, TrialSetting } from '../trial/measure-trial.ts';
import { runTrial } from '../trial/run-trial.ts';
import { LoadFailure } from '../trial/start-load.ts';
import { describeUnstarted } from '../trial/unstarted-trial.ts';
import type { Patience } from './await-calm.ts';

/** What the trials of a gate are run with. */
export interface GateRunner {
  readonly setting: TrialSetting;
  readonly seed: number;
  readonly onStart: (trial: Trial) => void;
  readonly onProgress: (progress: TrialProgress) => void;
  readonly interrupt: AbortSignal;
  /** With a host that is loud. */
  readonly patience: Patience;
}

/** A trial that always has a result: whose fault it was that there is none is in its status. */
export async function measureOnce(
  { cell, trial }: PlannedTrial,
  { setting, onStart, onProgress, interrupt }: GateRunner,
): Promise<TrialResult> {
  onStart(trial);
  try {
    return await runTrial(cell, { trial, setting, onProgress, interrupt });
  } catch (error) {
    if (interrupt.aborted) {
      const result = describeUnstarted(trial, 'interrupted by the user', setting);
      return { ...result, status: 'interrupted' };
    }
    if (error instanceof ServerStartError) return describeUnstarted(trial, error.message, setting);
    if (!(error instanceof LoadFailure)) throw error;
    // No server is to blame for a load that fails.
    return { ...describeUnstarted(trial, error.message, setting), status: 'invalid' };
  }
}
