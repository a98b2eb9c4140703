import { describe, expect, test } from 'vitest';
import { judgeReport } from '../../cli/judge-report.ts';
import { buildReport } from '../../reports/report.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';

const { header, trials } = createSyntheticRun({ repetitions: 2 });
const names = ['event-loop', 'cluster'];
const scenarios = [
  { name: 'conversation', question: '', cells: names.map((name) => `conversation/${name}`) },
];
const sound = trials.filter(
  ({ trial }) => trial.scenario === 'conversation' && names.includes(trial.strategy ?? ''),
);

function judge(measured: readonly TrialResult[]) {
  const run = { header: { ...header, scenarios }, trials: measured, problems: [] };
  return judgeReport(buildReport(run));
}

describe('the exit code of a run, and of a report on it', () => {
  test('is 0 when every cell has a trial that can be used', () => {
    expect(judge(sound)).toBe(0);
    const [first, ...others] = sound;
    if (first === undefined) throw new Error('no trial');
    expect(judge([{ ...first, status: 'invalid' }, ...others])).toBe(0);
  });

  test('is 3 when a cell has none, or was never run', () => {
    const isCluster = ({ trial }: TrialResult) => trial.strategy === 'cluster';
    expect(
      judge(sound.map((trial) => (isCluster(trial) ? { ...trial, status: 'invalid' } : trial))),
    ).toBe(3);
    expect(judge(sound.filter((trial) => !isCluster(trial)))).toBe(3);
  });
});
