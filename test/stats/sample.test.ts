import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateValues } from './estimate-values.ts';

describe('an estimate', () => {
  test('is the median, whatever the order of the trials', () => {
    expect(estimateValues([5, 1, 3])?.center).toBe(3);
    expect(estimateValues([4, 1, 3, 2])?.center).toBe(2.5);
    expect(estimateValues([])).toBeNull();
  });

  test('claims nothing with fewer than five trials', () => {
    expect(estimateValues([1, 2, 3, 4])?.interval).toBeNull();
  });

  test('of five trials runs from the smallest to the largest, with 93.75 %', () => {
    expect(estimateValues([50, 10, 30, 20, 40])?.interval).toEqual({
      low: 10,
      high: 50,
      confidence: 0.9375,
    });
  });

  // From tables of the binomial distribution: ranks of the narrowest interval of 95 % or more.
  test.each([
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [10, 2, 0.978515625],
    [12, 3, 0.96142578125],
    [20, 6, 0.95861053466796875],
  ])(
    'of %i trials leaves out all but the %i outermost, and says how sure it is',
    (n, rank, sure) => {
      const interval = estimateValues(Array.from({ length: n }, (_, index) => index + 1))?.interval;
      expect(interval?.low).toBe(rank);
      expect(interval?.high).toBe(n + 1 - rank);
      expect(interval?.confidence).toBeCloseTo(sure, 10);
    },
  );

  test('of thousands of trials stays narrow and at its confidence', () => {
    const values = Array.from({ length: 5_000 }, (_, index) => index);
    const interval = estimateValues(values)?.interval;
    expect(interval?.confidence).toBeGreaterThanOrEqual(0.95);
    expect(interval?.confidence).toBeLessThan(0.96);
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeLessThan(200);
  });

  test('holds its median, and its interval holds the median too', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 5 });
    fc.assert(
      fc.property(values, (sample) => {
        const result = estimateValues(sample);
        expect(result?.interval?.low).toBeLessThanOrEqual(result?.center ?? Number.NaN);
        expect(result?.interval?.high).toBeGreaterThanOrEqual(result?.center ?? Number.NaN);
      }),
    );
  });
});
