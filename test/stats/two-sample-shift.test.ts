import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateTwoSampleShift } from '../../stats/two-sample-shift.ts';

/** Permeability of membranes at term and earlier: Hollander and Wolfe, table 4.1. */
const AT_TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLIER = [1.15, 0.88, 0.9, 0.74, 1.21];

describe('the shift between two samples', () => {
  test('is the one that the textbook gives, with its interval', () => {
    const { center, interval } = estimateTwoSampleShift(EARLIER, AT_TERM, 0.95);
    expect(center).toBeCloseTo(0.305, 6);
    expect(interval?.low).toBeCloseTo(-0.15, 6);
    expect(interval?.high).toBeCloseTo(0.76, 6);
  });

  test('five trials a side carry 95 %: the third of 25 differences from either end', () => {
    const { interval } = estimateTwoSampleShift([0, 10, 20, 30, 40], [1, 12, 23, 34, 45], 0.95);
    // Two of 252 ways make a count of 0 or 1 each, and two a count of 2: 4 of 252 on either side.
    expect(interval?.confidence).toBeCloseTo(1 - (2 * 4) / 252, 12);
  });

  test('has no interval where no result could be surprising', () => {
    expect(estimateTwoSampleShift([1, 2], [8, 9], 0.95).interval).toBeNull();
    expect(() => estimateTwoSampleShift([], [1], 0.95)).toThrow(RangeError);
  });

  test('turns its sign when the samples change places', () => {
    const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const there = estimateTwoSampleShift(first, second, 0.9);
        const back = estimateTwoSampleShift(second, first, 0.9);
        expect(back.center + there.center).toBeCloseTo(0, 9);
        expect((back.interval?.low ?? 0) + (there.interval?.high ?? 0)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('is counted out for small samples as the normal curve has it for large ones', () => {
    const ramp = (length: number) => Array.from({ length }, (_, index) => (index * 7919) % 1013);
    const exact = estimateTwoSampleShift(
      ramp(50),
      ramp(50).map((value) => value + 100),
      0.95,
    );
    const curve = estimateTwoSampleShift(
      ramp(51),
      ramp(51).map((value) => value + 100),
      0.95,
    );
    const width = (shift: typeof exact) => (shift.interval?.high ?? 0) - (shift.interval?.low ?? 0);
    expect(width(curve) / width(exact)).toBeGreaterThan(0.9);
    expect(width(curve) / width(exact)).toBeLessThan(1.1);
  });
});
