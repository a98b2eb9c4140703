import { describe, expect, test } from 'vitest';
import { findStandings } from '../../../reports/page/standing.ts';
import { buildReport, type ScenarioReport } from '../../../reports/report.ts';
import { readRecordedReport } from '../recorded-report.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const report = await readRecordedReport();

describe('where a server stands in a question', () => {
  test('is a tie in words, with the interval, and no claim behind one of too few trials', () => {
    const standings = standingsOf('conversation');
    expect(standings.get('event-loop')).toEqual([
      { kind: 'first', word: 'tied 1st', detail: expect.stringMatching(/^62\.\d k\/s ±\d\.\d %$/) },
    ]);
    expect(standings.get('cluster')?.[0]?.word).toBe('tied 1st');
    // worker-threads, before it, has too few trials.
    expect(standings.get('worker-pool')?.[0]).toMatchObject({
      kind: 'no-claim',
      word: expect.stringMatching(/^59\.\d k\/s/),
      detail: 'no claim',
    });
  });

  test('is no place where clients starve, whatever the speed for the one that is served', () => {
    expect(standingsOf('conversation').get('conversation-loop')).toEqual([
      { kind: 'apart', word: 'starves', detail: '1/64 served' },
    ]);
  });

  test('tells being turned away and hung up on from starving', () => {
    const standings = standingsOf('conversation');
    expect(standings.get('one-shot')?.[0]?.word).toBe('turns away');
    expect(standings.get('connection-loop')?.[0]?.word).toBe('hangs up');
  });

  test('claims no place from fewer than five trials, and none at all without a sound one', () => {
    expect(standingsOf('conversation').get('worker-threads')?.[0]).toMatchObject({
      kind: 'no-claim',
      detail: expect.not.stringContaining('±'),
    });
    expect(standingsOf('work').get('cluster')?.[0]).toMatchObject({
      kind: 'unsound',
      detail: 'failed-verification, incomplete',
    });
  });

  test('of an open loop is the highest rate kept up with, and p99 at the common one', () => {
    expect(standingsOf('latency-under-load').get('event-loop')?.[0]?.detail).toMatch(
      /^40\.0 k\/s, \d+ µs$/,
    );
  });

  test('is told of every server of every scenario', () => {
    for (const scenario of buildReport(createSyntheticRun({ repetitions: 1 })).scenarios) {
      const labels = new Set(scenario.cells.map(({ label }) => label));
      expect(new Set(findStandings(scenario).keys())).toEqual(labels);
    }
  });
});

function standingsOf(name: string) {
  return findStandings(findScenario(name));
}

function findScenario(name: string): ScenarioReport {
  const found = report.scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`the recorded run has no scenario ${name}`);
  return found;
}
