import { describe, expect, test } from 'vitest';
import { decideLook, type TestState } from '../../gate/decide-look.ts';
import { DEFAULT_RULE } from '../../gate/gate-rule.ts';
import { concludeGate } from '../../gate/verdict.ts';
import type { Decision } from '../../results/gate-result.ts';

const LAST_LOOK = DEFAULT_RULE.looksAtPairs.length - 1;

/** Ratios around a center, spread evenly by so much to both sides. */
function differences(ratio: number, spread: number, pairs: number): number[] {
  return Array.from({ length: pairs }, (_, index) => {
    const place = (2 * index) / (pairs - 1) - 1;
    return Math.log(ratio) + spread * place;
  });
}

function open(values: readonly number[]): TestState {
  return { differences: values, decision: 'open', p: 1 };
}

function decisionsOf(tests: readonly TestState[], look = 0): Decision[] {
  return decideLook(tests, DEFAULT_RULE, look).map(({ decision }) => decision);
}

describe('a look at the pairs', () => {
  test('a clear rise is a regression', () => {
    expect(decisionsOf([open(differences(1.1, 0.02, 10))])).toEqual(['regression']);
  });

  test('no change, closely measured, is a pass', () => {
    expect(decisionsOf([open(differences(1, 0.02, 10))])).toEqual(['pass']);
  });

  test('a certain rise below the size that matters is no regression', () => {
    expect(decisionsOf([open(differences(1.02, 0.005, 10))])).toEqual(['pass']);
  });

  test('wide scatter is no pass: it stays open, and is inconclusive in the end', () => {
    const scattered = [open(differences(1, 0.5, 10))];
    expect(decisionsOf(scattered)).toEqual(['open']);
    expect(decisionsOf(scattered, LAST_LOOK)).toEqual(['inconclusive']);
  });

  test('what is faster passes', () => {
    expect(decisionsOf([open(differences(0.8, 0.1, 10))])).toEqual(['pass']);
  });

  test('too few pairs decide nothing, however clear they are', () => {
    expect(decisionsOf([open(differences(2, 0.01, 4))])).toEqual(['open']);
  });

  test('the same rise that one test finds is not enough among many', () => {
    const rise = open(differences(1.05, 0.07, 10));
    const quiet = Array.from({ length: 30 }, () => open(differences(1, 0.01, 10)));
    expect(decisionsOf([rise])).toEqual(['regression']);
    expect(decisionsOf([rise, ...quiet])[0]).toBe('open');
  });

  test('a decision stands, and its p goes on counting among the many', () => {
    const decided = { differences: differences(1, 0.01, 10), decision: 'pass', p: 0.7 } as const;
    const [first, second] = decideLook(
      [decided, open(differences(1.1, 0.02, 20))],
      DEFAULT_RULE,
      1,
    );
    expect(first).toMatchObject({ decision: 'pass', p: 0.7 });
    expect(second?.adjustedP).toBeCloseTo((second?.p ?? 0) * 2 * 3, 12);
  });
});

describe('the verdict of a gate', () => {
  test.each<[Decision[], string]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'regression'], 'regression'],
    [['pass', 'open'], 'inconclusive'],
    [[], 'inconclusive'],
  ])('of %j is %s', (decisions, verdict) => {
    expect(concludeGate(decisions)).toBe(verdict);
  });
});
