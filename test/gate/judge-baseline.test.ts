import { describe, expect, test } from 'vitest';
import { findBaselineObstacles, judgeBaseline } from '../../gate/judge-baseline.ts';
import { renderBaseline } from '../../reports/baseline/terminal.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';

const CELL = 'conversation/event-loop';
const whole = createSyntheticRun({ repetitions: 6 });
const header = { ...whole.header, scenarios: [{ name: 'x', question: 'x', cells: [CELL] }] };
const RUN: RecordedRun = {
  header,
  trials: whole.trials.filter(({ trial }) => trial.cell === CELL),
  problems: [],
};

function slower(ratio: number): RecordedRun {
  return {
    ...RUN,
    trials: RUN.trials.map((result) =>
      result.server === null
        ? result
        : {
            ...result,
            server: {
              ...result.server,
              cpuNsPerMessage: (result.server.cpuNsPerMessage ?? 0) * ratio,
            },
          },
    ),
  };
}

describe('a run beside a baseline', () => {
  test('is within its range where nothing changed, and that is not called a pass', () => {
    const result = judgeBaseline(RUN, RUN);
    expect(result).toMatchObject({ verdict: 'within-range', reasons: [], suspects: [] });
    const text = renderBaseline(result, { color: false, width: 100 });
    expect(text).toMatch(/^WITHIN-RANGE/);
    expect(text).toMatch(/no proof/);
  });

  test('is suspect where it costs certainly more, and never a regression', () => {
    const result = judgeBaseline(RUN, slower(1.3));
    expect(result.verdict).toBe('suspect');
    expect(result.suspects.map(({ metric }) => metric)).toEqual(['CPU per message']);
    const text = renderBaseline(result, { color: false, width: 100 });
    expect(text).toMatch(/1\.300 times/);
    expect(text.toLowerCase()).not.toContain('regression');
  });

  test.each<[string, RecordedRun, RegExp]>([
    [
      'of another kernel',
      { ...RUN, header: { ...header, environment: { ...header.environment, kernel: '4.4' } } },
      /kernel: 4\.4 then/,
    ],
    ['that was cut short', { ...RUN, trials: RUN.trials.slice(0, 4) }, /4 of 6 repetitions/],
    ['with nothing in it', { ...RUN, trials: [] }, /0 of 6 repetitions/],
    [
      'with a broken line',
      { ...RUN, problems: [{ file: 'trials.jsonl', line: 3, message: 'no trial' }] },
      /line 3: no trial/,
    ],
  ])('%s is not comparable, and that is known before anything is measured', (_, base, reason) => {
    expect(findBaselineObstacles(base, header).join('\n')).toMatch(reason);
    const result = judgeBaseline(base, RUN);
    expect(result.verdict).toBe('not-comparable');
  });

  test('of other cells, or of too few trials, is not comparable', () => {
    const other = createSyntheticRun({ repetitions: 6 });
    const cells = { ...header, scenarios: [] };
    const foreign = { ...other, header: cells, trials: [] };
    expect(judgeBaseline(foreign, RUN).verdict).toBe('not-comparable');
    const few = (run: RecordedRun) => ({
      ...run,
      header: { ...header, repetitions: 3 },
      trials: run.trials.slice(0, 3),
    });
    const result = judgeBaseline(few(RUN), few(RUN));
    expect(result.verdict).toBe('not-comparable');
    expect(result.reasons.join()).toMatch(/five of each are needed/);
  });

  test('whose server fails in one of two cells is not within range because of the other', () => {
    const cells = [CELL, 'conversation/cluster'];
    const both: RecordedRun = {
      header: { ...header, scenarios: [{ name: 'x', question: 'x', cells }] },
      trials: whole.trials.filter(({ trial }) => cells.includes(trial.cell)),
      problems: [],
    };
    expect(judgeBaseline(both, both).verdict).toBe('within-range');
    const fails = both.trials.map((result) =>
      result.trial.cell === CELL
        ? { ...result, status: 'failed-verification' as const, reasons: ['a wrong byte'] }
        : result,
    );
    const result = judgeBaseline(both, { ...both, trials: fails });
    expect(result.verdict).toBe('not-comparable');
    expect(result.reasons).toEqual([`${CELL}: no complete trial in the head run`]);
  });

  test('that lacks a figure which the other run has is not comparable', () => {
    const trials = RUN.trials.map((result) => ({ ...result, server: null }));
    const result = judgeBaseline({ ...RUN, trials }, RUN);
    expect(result.verdict).toBe('not-comparable');
    expect(result.reasons).toContain(`${CELL}: CPU per message only in the head run`);
  });
});
