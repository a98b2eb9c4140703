import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../stats/sample.ts';
import { canTellApart } from '../../stats/tell-apart.ts';
import { estimateValues } from './estimate-values.ts';

function estimateOf(values: readonly number[]): Estimate {
  const estimate = estimateValues(values);
  if (estimate === null) throw new RangeError('no values');
  return estimate;
}

describe('two cells', () => {
  test('are told apart when every repetition says the same, however the machine drifted', () => {
    const drifting = [100, 140, 90, 200, 120];
    const slower = drifting.map((value) => value * 0.97);
    expect(canTellApart(estimateOf(drifting), estimateOf(slower))).toBe(true);
  });

  test('are not told apart when one repetition of five says otherwise', () => {
    expect(canTellApart(estimateOf([10, 11, 12, 13, 14]), estimateOf([9, 10, 11, 12, 15]))).toBe(
      false,
    );
  });

  test('need five pairs: fewer tell nothing, however clear they are', () => {
    expect(canTellApart(estimateOf([1, 2, 3, 4]), estimateOf([100, 200, 300, 400]))).toBe(false);
  });

  test('are compared in the repetitions that both have', () => {
    const { samples, ...rest } = estimateOf([1, 2, 3, 4, 5, 6]);
    const without = { ...rest, samples: samples.filter(({ repetition }) => repetition !== 0) };
    const twice = estimateOf([0.1, 4, 6, 8, 10, 12]);
    expect(canTellApart(without, twice)).toBe(true);
    expect(canTellApart(estimateOf([1, 2, 3, 4, 5, 6]), twice)).toBe(false);
  });

  test('never differ where a figure is zero: a quotient says nothing there', () => {
    expect(canTellApart(estimateOf([0, 1, 2, 3, 4]), estimateOf([9, 9, 9, 9, 9]))).toBe(false);
  });

  test('differ both ways or not at all', () => {
    const values = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [one, other] = [estimateOf(a), estimateOf(b)];
        expect(canTellApart(one, other)).toBe(canTellApart(other, one));
      }),
    );
  });
});
