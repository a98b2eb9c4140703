import { expect, test } from 'vitest';
import { describeExtent } from '../../cli/describe-extent.ts';
import { ORDER } from '../gate/play-gate.ts';

const DEFAULTS = { warmup: 200e6, measure: 600e6 };

test('what a gate is about to measure is told with its least and its longest time', () => {
  expect(describeExtent(ORDER, DEFAULTS)).toBe(
    '2 cells, 10 pairs each: about 2 min on a quiet machine; up to 40 pairs and 7 min for those that cannot be told sooner',
  );
});

test('one look has one time, and half the trials where one kind of them is enough', () => {
  const cells = ORDER.cells.slice(0, 1).map((cell) => ({ ...cell, metrics: ['p50' as const] }));
  expect(describeExtent({ cells, looksAtPairs: [10] }, DEFAULTS)).toBe(
    '1 cell, 10 pairs each: about 29 s on a quiet machine',
  );
});
