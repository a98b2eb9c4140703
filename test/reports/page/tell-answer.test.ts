import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../../reports/page/page.ts';
import { tellAnswer } from '../../../reports/page/tell-answer.ts';
import { describeVerdict } from '../../../reports/page/verdict.ts';
import { buildReport } from '../../../reports/report.ts';
import { PROGRESSION } from '../synthetic/cells.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

describe('the answer to a question', () => {
  test('put to several servers is their order', () => {
    expect(answersOf(createSyntheticRun())[0]).toBe(
      'event-loop and cluster cannot be told apart: 62.6 k/s.',
    );
  });

  test('put to a single server is what it did, and nobody is first', () => {
    const run = runOf('conversation', 'event-loop');
    expect(answersOf(run)).toEqual([
      '62.4 k/s answered, response time p50 1.01 ms, p99 1.55 ms, 15.7 µs of server CPU a message, 64/64 clients served.',
    ]);
    expect(describeVerdict(buildReport(run))).toEqual([]);
    const html = renderHtml(buildReport(run));
    expect(html).not.toMatch(/Ranking|no claim|Mind the machine/);
    expect(html).toContain('How long replies took');
  });

  test('put to one at several rates names each', () => {
    const [answer = ''] = answersOf(runOf('latency-under-load', 'event-loop'));
    expect(answer.match(/offered [\d.]+ k\/s/g)).toEqual([
      'offered 10.0 k/s',
      'offered 20.0 k/s',
      'offered 40.0 k/s',
    ]);
  });

  test('without a complete trial is that nothing is known', () => {
    expect(answersOf(runOf('work', 'cluster'))).toEqual([
      'No trial was complete: nothing is known.',
    ]);
  });
});

function answersOf(run: ReturnType<typeof createSyntheticRun>): readonly string[] {
  return buildReport(run).scenarios.map(tellAnswer);
}

function runOf(scenario: string, strategy: string) {
  const shapes = PROGRESSION.filter(
    (shape) => shape.scenario === scenario && shape.strategy === strategy,
  );
  return createSyntheticRun({ shapes });
}
