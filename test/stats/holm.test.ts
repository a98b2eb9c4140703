import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustByHolm } from '../../stats/holm.ts';

test('adjusts each value by those that are no smaller', () => {
  expect(adjustByHolm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
});

test('never exceeds 1, and knows what to do with nothing', () => {
  expect(adjustByHolm([0.9, 0.8])).toEqual([1, 1]);
  expect(adjustByHolm([])).toEqual([]);
});

test('keeps the order of the values, and is never below them', () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, (pValues) => {
      const adjusted = adjustByHolm(pValues);
      const order = pValues
        .map((_, index) => index)
        .sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
      const inOrder = order.map((index) => adjusted[index] ?? 0);
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      expect(adjusted.every((value, index) => value >= (pValues[index] ?? 0))).toBe(true);
    }),
  );
});
