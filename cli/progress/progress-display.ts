import type { TrialProgress } from '../../harness/trial/measure-trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { createLiveDisplay } from './live-display.ts';
import { createPlainDisplay } from './plain-display.ts';
import type { PlannedTrial } from './planned-trial.ts';

export interface ProgressDisplay {
  /** A trial's state now. */
  update(progress: TrialProgress): void;
  trialStarted(label: string, number: number): void;
  /** `redos`: what will be run again after the planned trials, as far as is known by now. */
  trialFinished(result: TrialResult, number: number, redos?: readonly PlannedTrial[]): void;
  say(line: string): void;
  end(): void;
}

export interface DisplayOptions {
  /** Says nothing at all: who asked for this reads the result alone. */
  readonly isQuiet?: boolean;
}

/**
 * What a run of these trials (null: not known) shows on standard error: a few live lines on a
 * terminal beneath a row for each trial that has ended, the rows alone elsewhere.
 */
export function createProgressDisplay(
  planned: readonly PlannedTrial[] | null,
  stream: NodeJS.WriteStream,
  { isQuiet = false }: DisplayOptions = {},
): ProgressDisplay {
  if (isQuiet) return QUIET;
  const isLive = stream.isTTY && process.env.TERM !== 'dumb';
  return isLive ? createLiveDisplay(planned, stream) : createPlainDisplay(planned, stream);
}

const QUIET: ProgressDisplay = {
  update() {},
  trialStarted() {},
  trialFinished() {},
  say() {},
  end() {},
};
