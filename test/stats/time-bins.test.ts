import { describe, expect, test } from 'vitest';
import { createTimeHistogram, type TimeHistogram } from '../../results/time-histogram.ts';
import { binTimes, chooseEdges } from '../../stats/time-bins.ts';

function histogramOf(times: readonly number[]): TimeHistogram {
  const histogram = createTimeHistogram();
  for (const time of times) histogram.recordValue(time);
  return histogram;
}

/** Evenly spaced on a logarithmic scale. */
function spread(fromNs: number, toNs: number, count: number): number[] {
  const ratio = toNs / fromNs;
  return Array.from({ length: count }, (_, n) => Math.round(fromNs * ratio ** (n / (count - 1))));
}

describe('bins of times', () => {
  test('that lie close together are equally wide and round', () => {
    const edges = chooseEdges([histogramOf(spread(1_000_000, 1_900_000, 500))], 12);
    expect(edges).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => n * 1e5));
  });

  test('that span powers of ten grow with them, in round steps', () => {
    const edges = chooseEdges([histogramOf(spread(100_000, 10_000_000, 500))], 12);
    expect(edges[0]).toBe(100_000);
    expect(edges).toContain(1_500_000);
    expect(edges.at(-1)).toBe(10_000_000);
    expect(edges.length).toBeLessThanOrEqual(13);
  });

  test.each([
    [1, 3_600_000_000_000],
    [50, 51],
    [1_000_000, 1_000_000],
    [20_000, 70_000_000],
  ])('from %i to %i ns are few enough to read, and leave no time out', (from, to) => {
    const histogram = histogramOf(spread(from, to, 1000));
    const edges = chooseEdges([histogram], 12);
    expect(edges.length).toBeGreaterThanOrEqual(2);
    expect(edges.length).toBeLessThanOrEqual(14);
    const { counts } = binTimes(histogram, edges);
    expect(counts).toHaveLength(edges.length + 1);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  test('are not thinned out by a few times far away: those stand in the outermost bin', () => {
    const bulk = spread(100_000, 400_000, 10_000);
    const edges = chooseEdges([histogramOf([...bulk, 5_000_000_000])], 12);
    expect(edges.at(-1)).toBeLessThan(1_000_000);
    const { counts } = binTimes(histogramOf([...bulk, 5_000_000_000]), edges);
    expect(counts.at(-1)).toBe(1);
  });

  test('of equal times are a single one that counts', () => {
    const histogram = histogramOf([16_900_000_000, 16_900_000_000]);
    const { counts } = binTimes(histogram, chooseEdges([histogram], 12));
    expect(counts).toEqual([0, 2, 0]);
  });

  test('hold what lies at their lower edge and not what lies at their upper one', () => {
    const { counts } = binTimes(histogramOf([1, 10, 19, 20, 30]), [10, 20]);
    expect(counts).toEqual([1, 2, 2]);
  });
});
