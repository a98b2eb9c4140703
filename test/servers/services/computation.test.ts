import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compute, computeNow, lastComputed } from '../../../servers/services/computation.ts';

test('follows the xorshift sequence', () => {
  // state ^= state << 13; state ^= state >>> 17; state ^= state << 5, worked out with BigInt.
  const mask = 0xffff_ffffn;
  let state = 0x9e37_79b9n;
  for (let round = 1; round <= 100; round++) {
    state ^= (state << 13n) & mask;
    state ^= state >> 17n;
    state ^= (state << 5n) & mask;
    expect(compute(round)).toBe(Number(state));
  }
});

test('gives the same unsigned number for the same rounds, and never 0', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), (rounds) => {
      const result = compute(rounds);
      expect(result).toBe(compute(rounds));
      expect(result).toBe(result >>> 0);
      expect(result).not.toBe(0);
    }),
  );
});

test('computeNow does the computation, and keeps its result', () => {
  computeNow(12);
  expect(lastComputed()).toBe(compute(12));
});
