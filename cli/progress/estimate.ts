import type { PlannedTrial } from './planned-trial.ts';

/** What a trial takes beyond its plan, as long as none has ended: starting and stopping processes. */
const FIRST_OVERHEAD_MS = 600;

export interface RunState {
  readonly startedMs: number;
  /** When the last trial ended, or the run began. */
  readonly endedMs: number;
  /** Trials that have ended. */
  readonly ended: number;
  readonly nowMs: number;
  /** What will be run again after the planned trials, as far as is known by now. */
  readonly redos: readonly PlannedTrial[];
}

export interface Estimate {
  readonly restMs: number;
  /** Of the whole run, 0 to 1. */
  readonly doneShare: number;
}

/**
 * How much is left: each remaining trial takes what is planned of it, and what those before took
 * beyond their plan on average. Null where nobody knows, and when no trial is left. A trial that will turn out
 * to be spoiled is not in it: at most a tenth of the run.
 */
export function estimateRest(
  planned: readonly PlannedTrial[] | null,
  { startedMs, endedMs, ended, nowMs, redos }: RunState,
): Estimate | null {
  if (planned === null) return null;
  const all = [...planned, ...redos];
  const [current, ...later] = all.slice(ended);
  if (current === undefined) return null;
  const spentMs = endedMs - startedMs;
  const overheadMs =
    ended === 0
      ? FIRST_OVERHEAD_MS
      : Math.max(0, spentMs - sumPlanned(all.slice(0, ended))) / ended;
  const currentMs = current.plannedMs + overheadMs;
  const laterMs = sumPlanned(later) + later.length * overheadMs;
  const currentDoneMs = Math.min(Math.max(0, nowMs - endedMs), currentMs);
  const restMs = currentMs - currentDoneMs + laterMs;
  const wholeMs = spentMs + currentMs + laterMs;
  return { restMs, doneShare: wholeMs > 0 ? 1 - restMs / wholeMs : 0 };
}

function sumPlanned(trials: readonly PlannedTrial[]): number {
  return trials.reduce((sum, { plannedMs }) => sum + plannedMs, 0);
}
