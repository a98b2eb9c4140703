import type { PlannedTrial } from './planned-trial.ts';

/** What a trial takes beyond its plan, as long as none has ended: starting and stopping processes. */
const FIRST_OVERHEAD_MS = 600;

export interface RunClock {
  readonly startedMs: number;
  /** When the last trial ended, or the run began. */
  readonly endedMs: number;
  /** Trials that have ended. */
  readonly ended: number;
  readonly nowMs: number;
}

export interface Estimate {
  readonly restMs: number;
  /** Of the whole run, 0 to 1. */
  readonly doneShare: number;
}

/**
 * How much is left: each remaining trial takes what is planned of it, and what those before took
 * beyond their plan on average. Null where nobody knows, and when no planned trial is left.
 */
export function estimateRest(
  planned: readonly PlannedTrial[] | null,
  { startedMs, endedMs, ended, nowMs }: RunClock,
): Estimate | null {
  const [current, ...later] = planned?.slice(ended) ?? [];
  if (planned === null || current === undefined) return null;
  const spentMs = endedMs - startedMs;
  const overheadMs =
    ended === 0
      ? FIRST_OVERHEAD_MS
      : Math.max(0, spentMs - sumPlanned(planned.slice(0, ended))) / ended;
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
