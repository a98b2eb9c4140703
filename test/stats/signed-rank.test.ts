import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateShift } from '../../stats/paired-shift.ts';
import { criticalRankSum, signedRankP } from '../../stats/signed-rank.ts';

/** Hamilton's depression scale before and after therapy: Hollander and Wolfe, table 3.1. */
const BEFORE = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const IMPROVEMENT = BEFORE.map((before, index) => before - (AFTER[index] ?? 0));

describe('the signed-rank test', () => {
  test('gives the p that the textbook gives', () => {
    expect(signedRankP(IMPROVEMENT)).toBeCloseTo(0.01953, 5);
  });

  test('has the critical values of the printed tables', () => {
    expect([8, 10, 20, 40].map((count) => criticalRankSum(count, 0.05))).toEqual([5, 10, 60, 286]);
    expect(criticalRankSum(4, 0.05)).toBeNull();
  });

  test('is sure only as far as the number of differences allows', () => {
    expect(signedRankP([1, 2, 3, 4, 5])).toBe(1 / 32);
    expect(signedRankP([-1, -2, -3, -4, -5])).toBe(1);
  });

  test('leaves differences of zero out, and says 1 when nothing is left', () => {
    expect(signedRankP([0, 3, 0, 1, 2])).toBe(signedRankP([3, 1, 2]));
    expect(signedRankP([0, 0])).toBe(1);
    expect(signedRankP([])).toBe(1);
  });

  test('gives ties their mean rank: no order among them is preferred', () => {
    // Of the 8 patterns of signs over the ranks 2, 2, 2 only all three positive reach 6.
    expect(signedRankP([1, 1, 1])).toBe(1 / 8);
    expect(signedRankP([1, 1, -1])).toBe(4 / 8);
  });

  test('its p is right for all patterns of signs at once', () => {
    const sizes = [1, 2, 2, 3.5, 5, 5, 7];
    const patterns = Array.from({ length: 2 ** sizes.length }, (_, bits) =>
      sizes.map((size, index) => (((bits >> index) & 1) === 1 ? size : -size)),
    );
    const pValues = patterns.map(signedRankP);
    for (const p of pValues) {
      expect(pValues.filter((other) => other <= p).length / patterns.length).toBeCloseTo(p, 12);
    }
  });
});

describe('the shift of paired differences', () => {
  test('is the one that the textbook gives, with its bounds', () => {
    const { center, low, high } = estimateShift(IMPROVEMENT, 10 / 512);
    expect(center).toBeCloseTo(0.46, 3);
    expect([low, high].map((bound) => Number(bound.toFixed(3)))).toEqual([0.01, 0.786]);
  });

  test('has no bounds where so few differences allow none', () => {
    const { low, high } = estimateShift([1, 2, 3], 0.05);
    expect([low, high]).toEqual([-Infinity, Infinity]);
    expect(() => estimateShift([], 0.05)).toThrow(RangeError);
  });

  test('agrees with the test: the lower bound is above zero exactly when the test rejects', () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.boolean()), (found, signs) => {
        const differences = found.map((size) => (signs.next().value ? size : -size * 1.0000001));
        const { low } = estimateShift(differences, 0.05);
        expect(low > 0).toBe(signedRankP(differences) <= 0.05);
      }),
    );
  });

  test('a shift of all differences shifts it and its bounds alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 6 }), (differences) => {
        const here = estimateShift(differences, 0.05);
        const there = estimateShift(
          differences.map((value) => value + 1000),
          0.05,
        );
        expect(there).toEqual({
          center: here.center + 1000,
          low: here.low + 1000,
          high: here.high + 1000,
        });
      }),
    );
  });
});
