import type { TrialProgress } from '../../harness/trial/measure-trial.ts';
import type { PlannedTrial } from './planned-trial.ts';

/** All that is known of a run while it runs. Plain values, so that it can be drawn at any time. */
export interface ProgressState {
  /** Null where nobody knows how many trials there will be. */
  readonly planned: readonly PlannedTrial[] | null;
  /** What will be run again after those, as far as is known by now. */
  readonly redos: readonly PlannedTrial[];
  readonly startedMs: number;
  /** When the last trial ended, or the run began. */
  readonly endedMs: number;
  readonly ended: number;
  /** The trial that runs, from 1 on; 0 before the first. */
  readonly number: number;
  readonly label: string;
  /** Null while the server and the load are being started. */
  readonly latest: TrialProgress | null;
  /** Replies so far, at the times of the last second or so. */
  readonly looks: readonly Look[];
}

interface Look {
  readonly atNs: number;
  readonly answered: number;
}

/** Throughput is told over this span: less jumps about, more lags behind. */
const ROLLING_NS = 1_000_000_000;

export function beginProgress(
  planned: readonly PlannedTrial[] | null,
  nowMs: number,
): ProgressState {
  return {
    planned,
    redos: [],
    startedMs: nowMs,
    endedMs: nowMs,
    ended: 0,
    number: 0,
    label: '',
    latest: null,
    looks: [],
  };
}

export function startTrial(state: ProgressState, label: string, number: number): ProgressState {
  return { ...state, label, number, latest: null, looks: [] };
}

export function takeProgress(state: ProgressState, latest: TrialProgress): ProgressState {
  const { atNs, answered } = latest;
  // One look beyond the span stays, or the span would never be covered.
  const from = state.looks.findLastIndex((look) => atNs - look.atNs >= ROLLING_NS);
  const looks = [...state.looks.slice(Math.max(0, from)), { atNs, answered }];
  return { ...state, latest, looks };
}

export function endTrial(
  state: ProgressState,
  { number, redos, nowMs }: { number: number; redos: readonly PlannedTrial[]; nowMs: number },
): ProgressState {
  return { ...state, ended: number, endedMs: nowMs, redos, latest: null };
}

/** Replies per second of late; null without two looks. */
export function readThroughput({ looks }: ProgressState): number | null {
  const first = looks[0];
  const last = looks.at(-1);
  if (first === undefined || last === undefined || last.atNs <= first.atNs) return null;
  return (Math.max(0, last.answered - first.answered) * 1e9) / (last.atNs - first.atNs);
}
