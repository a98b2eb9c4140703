import { describe, expect, test } from 'vitest';
import { drawHistogram } from '../../../reports/load/load-histogram.ts';
import { createPaint } from '../../../reports/text/paint.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import type { Distribution } from '../../../results/distribution.ts';
import { summarizeHistogram } from '../../../results/histogram-codec.ts';
import { createTimeHistogram } from '../../../results/time-histogram.ts';
import { makeTrial } from '../../results/make-trial.ts';

const plain = createPaint(false);

/** So many messages of each of these times. */
function distributionOf(counts: readonly (readonly [number, number])[]): Distribution {
  const histogram = createTimeHistogram();
  for (const [time, count] of counts) histogram.recordValueWithCount(time, count);
  const times = counts.map(([time]) => time);
  return summarizeHistogram(histogram, {
    rawMin: Math.min(...times),
    rawMax: Math.max(...times),
    sum: counts.reduce((sum, [time, count]) => sum + time * count, 0),
    count: counts.reduce((sum, [, count]) => sum + count, 0),
  });
}

const TIMES = distributionOf([
  [110_000, 500],
  [170_000, 1000],
  [250_000, 250],
  [900_000, 250],
]);
const LATER = distributionOf([
  [110_000, 500],
  [170_000, 500],
  [900_000, 1000],
]);

function draw(response: Distribution | null, service: Distribution | null, width = 100) {
  const trial = makeTrial({ responseTimeNs: response, serviceTimeNs: service });
  return drawHistogram(trial, width, plain);
}

describe('the histogram of a load', () => {
  test('has a row for each span of time, with its bar, count and share', () => {
    const rows = draw(TIMES, TIMES).map((line) => line.trim());
    expect(rows[0]).toBe('response time; service time is alike');
    expect(rows[1]).toMatch(/^100 µs – 125 µs {2}█{30} {2,}500 {2}25\.0 %$/);
    expect(rows.find((row) => row.startsWith('160 µs'))).toMatch(/█{60} {2}1\.00 k {2}50\.0 %$/);
    expect(rows.find((row) => row.startsWith('400 µs'))).toMatch(/500 µs {2} +0 {7}0$/);
  });

  test('leaves no message out', () => {
    const shares = draw(TIMES, TIMES)
      .slice(1)
      .map((line) => Number(/([\d.]+)(?: %)?$/.exec(line)?.[1] ?? 0));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5);
  });

  test('shows response and service time beside each other where they differ', () => {
    const lines = draw(LATER, TIMES);
    expect(lines[0]).toMatch(/response time {10,}service time/);
    expect(lines.find((line) => line.includes('800 µs – 1 ms'))).toMatch(/50\.0 % .* 12\.5 %$/);
  });

  test('puts them beneath each other in a narrow window', () => {
    const lines = draw(LATER, TIMES, 60);
    expect(lines.filter((line) => /^ +(response|service) time$/.test(line))).toHaveLength(2);
  });

  test.each([40, 60, 80, 100, 120])('is never wider than %i columns', (width) => {
    for (const line of [...draw(LATER, TIMES, width), ...draw(TIMES, TIMES, width)]) {
      expect(visibleWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  test('shows a single message too, and none where there is none', () => {
    const one = distributionOf([[1_234_567, 1]]);
    expect(draw(one, one).some((line) => line.endsWith('1 100.0 %'))).toBe(true);
    expect(draw(null, null)).toEqual([]);
  });

  test('scales columns by share, so that a bar means the same in both', () => {
    const few = distributionOf([
      [110_000, 1],
      [900_000, 1],
    ]);
    const widths = draw(LATER, few).map((line) =>
      (line.match(/█+/g) ?? []).map((bar) => bar.length),
    );
    expect(widths.at(-1)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(widths.at(-1)?.[0]).toBe(widths.at(-1)?.[1]);
  });
});
