import { describe, expect, test } from 'vitest';
import { describeVerdict } from '../../../reports/page/verdict.ts';
import { buildReport, type Report } from '../../../reports/report.ts';
import { PROGRESSION } from '../synthetic/cells.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

describe('the verdict', () => {
  const verdict = tell(buildReport(createSyntheticRun()));

  test('counts who is first over all questions, and says of ties that they are some', () => {
    expect(verdict.First).toBe(
      'Of 6 questions: event-loop in 4 (1 tied), cluster in 1 (1 tied), connection-loop in 1, conversation-loop in 1.',
    );
  });

  test('names who leaves clients without an answer, how many, and why', () => {
    expect(verdict['Leave clients out']).toBe(
      'one-shot serves 1/64 (conversation): answers one client once, then ends; conversation-loop serves 1/64 (conversation): one client until it leaves.',
    );
  });

  test('gives no reason where the model is none', () => {
    const shapes = PROGRESSION.map((shape) =>
      shape.cell === 'conversation/event-loop' ? { ...shape, served: 3 } : shape,
    );
    expect(tell(buildReport(createSyntheticRun({ shapes })))['Leave clients out']).toMatch(
      /; event-loop serves 3\/64 \(conversation\)\.$/,
    );
  });

  test('sets apart what has no sound trial, with the reason', () => {
    expect(verdict['Cannot be judged']).toBe(
      'cluster in work: no complete trial: failed-verification, incomplete.',
    );
  });

  test('says that a machine with one CPU for the server cannot show what several are worth', () => {
    expect(verdict['Mind the machine']).toContain('cannot win by them');
  });

  test('claims no order from too few trials', () => {
    const quick = tell(buildReport(createSyntheticRun({ repetitions: 2 })));
    expect(quick.First).toMatch(/^None: no order is claimed/);
  });

  test('of a run without a trial says nothing of places', () => {
    const { header } = createSyntheticRun({ repetitions: 1 });
    const empty = buildReport({ header, trials: [], problems: [] });
    expect(Object.keys(tell(empty))).toEqual(['Mind the machine']);
  });
});

function tell(report: Report): Record<string, string> {
  return Object.fromEntries(describeVerdict(report).map(({ about, text }) => [about, text]));
}
