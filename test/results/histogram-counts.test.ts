import { expect, test } from 'vitest';
import { decodeHistogram, encodeHistogram } from '../../results/histogram-codec.ts';
import { listCounts } from '../../results/histogram-counts.ts';
import { createTimeHistogram } from '../../results/time-histogram.ts';

test('the counts of a histogram are those that went in, in order, before and after it was stored', () => {
  const histogram = createTimeHistogram();
  for (const [time, count] of [
    [3_000_000_000, 2],
    [7, 5],
    [1_000_000, 1],
  ] as const) {
    histogram.recordValueWithCount(time, count);
  }
  const counts = listCounts(histogram);
  expect(counts.map(({ count }) => count)).toEqual([5, 1, 2]);
  expect(counts[0]?.fromNs).toBe(7);
  for (const [index, time] of [7, 1_000_000, 3_000_000_000].entries()) {
    const fromNs = counts[index]?.fromNs ?? 0;
    expect(fromNs).toBeLessThanOrEqual(time);
    expect(fromNs).toBeGreaterThan(time * 0.998);
  }
  expect(listCounts(decodeHistogram(encodeHistogram(histogram)))).toEqual(counts);
});
