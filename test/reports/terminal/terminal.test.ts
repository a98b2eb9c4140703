import { describe, expect, test } from 'vitest';
import { buildReport } from '../../../reports/report.ts';
import { renderTerminal } from '../../../reports/terminal/terminal.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const RUN = createSyntheticRun({ repetitions: 5 });
const REASON = 'host-noise: other programs used 80 % of the CPU time';

function render(trials: readonly TrialResult[], width = 100): string {
  const report = buildReport({ header: RUN.header, trials, problems: [] });
  return renderTerminal(report, { color: false, width });
}

function spoil(trials: readonly TrialResult[]): TrialResult[] {
  return trials.map((trial) => ({ ...trial, status: 'invalid', reasons: [REASON] }));
}

describe('the end of a run on a terminal', () => {
  test('begins with an answer for each question, where there are several', () => {
    const text = render(RUN.trials);
    const [first = ''] = text.split('\n\n');
    expect(first.split('\n')[0]).toBe('Answers');
    for (const { name } of RUN.header.scenarios) expect(first).toContain(`${name} → `);
    const one = RUN.trials.filter(({ trial }) => trial.scenario === 'churn');
    expect(render(one)).toMatch(/^churn\n/);
  });

  test('in a narrow window is a list that leaves no figure of a table out', () => {
    const text = render(RUN.trials, 40);
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(40);
    const [, rest = ''] = text.split(/^1= {2}event-loop$/m);
    for (const figure of ['served 64/64', 'msg/s 62.6 k', 'p99 1.55 ms', 'CPU/msg 15.7 µs']) {
      expect(rest).toContain(figure);
    }
    expect(text).toMatch(/served 1\/64 {3}msg\/s \(14\.8 k\)/);
  });
});

describe('where nothing could be measured', () => {
  test('it says so, why, and what to do, and draws no table of dashes', () => {
    const text = render(spoil(RUN.trials));
    expect(text).toMatch(
      new RegExp(`^Nothing was measured: not one of ${RUN.trials.length} trials could be used`),
    );
    expect(text).toContain('`echosounder doctor`');
    expect(text).toContain(REASON);
    expect(text).not.toMatch(/#.*strategy|Medians over/);
  });

  test('of one question of several, the others have their tables', () => {
    const isChurn = ({ trial }: TrialResult) => trial.scenario === 'churn';
    const others = RUN.trials.filter((trial) => !isChurn(trial));
    const text = render([...others, ...spoil(RUN.trials.filter(isChurn))]);
    expect(text).toContain('churn → no trial of 3 cells could be used, for the reasons beneath.');
    expect(text).toContain('No figures: no trial of 3 cells could be used');
    expect(text).toMatch(/^1= +event-loop +64\/64/m);
  });

  test('because no trial had ended, it asks for a whole run', () => {
    const text = render([]);
    expect(text).toMatch(/^Nothing was measured: the run ended before its first trial did\.\n/);
    expect(text).toContain('conversation/event-loop: no trial was recorded');
  });
});
