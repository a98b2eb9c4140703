import { describe, expect, test } from 'vitest';
import { buildReport } from '../../reports/report.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { findKnees } from '../../stats/knee.ts';
import { summarizeCells } from '../../stats/summarize-cells.ts';
import { allAt } from '../harness/trial/trial-fixtures.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { makeTrial } from '../results/make-trial.ts';

const BOUND = { figure: 'p99', belowNs: 5_000_000 } as const;

/** A trial at a rate, with this response time throughout and this share of it achieved. */
function at(
  rate: number,
  timeNs: number,
  { share = 1, ...changes }: Partial<TrialResult> & { share?: number } = {},
): TrialResult {
  const base = makeTrial();
  const cell = `sweep/a/${rate}`;
  const load = {
    loop: 'open',
    connections: 4,
    offeredRatePerSec: rate,
    arrivals: 'poisson',
  } as const;
  return {
    ...base,
    trial: { ...base.trial, scenario: 'sweep', cell, strategy: 'a', load },
    counts: { ...base.counts, scheduled: 10_000, answeredInWindow: 10_000 * share },
    responseTimeNs: { ...allAt(timeNs), histogram: base.responseTimeNs?.histogram ?? '' },
    ...changes,
  };
}

function kneeOf(trials: readonly TrialResult[]) {
  return findKnees(summarizeCells(trials), trials, BOUND).knees;
}

const FAST = 1_000_000;
const SLOW = 9_000_000;

describe('the knee of a sweep', () => {
  test('is the highest rate that kept the bound, with the next that did not', () => {
    expect(kneeOf([at(3000, SLOW), at(1000, FAST), at(2000, FAST)])).toEqual([
      { label: 'a', heldPerSec: 2000, next: { ratePerSec: 3000, why: 'missed' } },
    ]);
  });

  test('goes by the median over trials: one slow trial of three decides nothing', () => {
    const fast = at(1000, FAST);
    const slow = at(1000, SLOW);
    expect(kneeOf([fast, slow, fast])).toMatchObject([{ heldPerSec: 1000 }]);
    expect(kneeOf([slow, slow, fast])).toMatchObject([{ heldPerSec: null }]);
  });

  test('asks that most trials achieved the rate within 1 %', () => {
    const behind = at(1000, FAST, { share: 0.98 });
    const met = at(1000, FAST, { share: 0.995 });
    expect(kneeOf([behind, met, met])).toMatchObject([{ heldPerSec: 1000 }]);
    expect(kneeOf([behind, behind, met])).toMatchObject([{ heldPerSec: null }]);
    expect(kneeOf([behind, met])).toMatchObject([{ heldPerSec: null }]);
  });

  test('a bound that is just reached is not kept', () => {
    expect(kneeOf([at(1000, BOUND.belowNs)])).toMatchObject([{ heldPerSec: null }]);
  });

  test('lies below the first rate that did not hold, whatever a higher one did', () => {
    expect(kneeOf([at(1000, FAST), at(2000, SLOW), at(3000, FAST)])).toMatchObject([
      { heldPerSec: 1000, next: { ratePerSec: 2000 } },
    ]);
  });

  test('is beyond the highest rate where all held', () => {
    expect(kneeOf([at(1000, FAST), at(2000, FAST)])).toEqual([
      { label: 'a', heldPerSec: 2000, next: null },
    ]);
  });

  test('is not looked for beyond a rate without a complete trial', () => {
    const invalid = at(2000, FAST, { status: 'invalid' });
    expect(kneeOf([at(1000, FAST), invalid, at(3000, FAST)])).toMatchObject([
      { heldPerSec: 1000, next: { ratePerSec: 2000, why: 'no-sound-trial' } },
    ]);
  });

  test('counts trials without a single answer as the slowest', () => {
    expect(kneeOf([at(1000, FAST, { responseTimeNs: null })])).toMatchObject([
      { heldPerSec: null },
    ]);
  });
});

test('a report names knees only where the run names a bound', () => {
  const run = createSyntheticRun();
  const named = buildReport(run).scenarios.filter(({ knees }) => knees !== null);
  expect(named.map(({ name }) => name)).toEqual(['latency-under-load']);
  const scenarios = run.header.scenarios.map(({ keep: _, ...scenario }) => scenario);
  const older = buildReport({ ...run, header: { ...run.header, scenarios } });
  expect(older.scenarios.every(({ knees }) => knees === null)).toBe(true);
});
