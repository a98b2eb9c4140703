import type { RecordedRun } from '../../results/read-run.ts';
import type { TrialResult } from '../../results/trial-result.ts';

/** The run with so many trials: its own again and again, as further repetitions. */
export function enlargeRun(run: RecordedRun, trials: number): RecordedRun {
  const rounds = Math.ceil(trials / run.trials.length);
  const { repetitions } = run.header;
  const all = Array.from({ length: rounds }, (_, round) =>
    run.trials.map((result) => asRound(result, round, repetitions)),
  ).flat();
  return {
    header: { ...run.header, repetitions: repetitions * rounds },
    trials: all.slice(0, trials),
    problems: [],
  };
}

function asRound(result: TrialResult, round: number, repetitions: number): TrialResult {
  const { trial, throughputPerSec } = result;
  const repetition = trial.repetition + round * repetitions;
  return {
    ...result,
    // No two trials of a real run are the same.
    throughputPerSec: throughputPerSec === null ? null : throughputPerSec * (1 + round / 1_000),
    trial: { ...trial, repetition, id: `${trial.id}-${round}`, seed: trial.seed + round },
  };
}
