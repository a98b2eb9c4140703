import fc from 'fast-check';
import type { Histogram } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { TimeCounts } from '../../../loadgen/recording/time-counts.ts';
import { createCoarseHistogram } from '../../../loadgen/recording/timeline-recorder.ts';
import { encodeHistogram } from '../../../results/histogram-codec.ts';
import { createTimeHistogram, HIGHEST_TIME_NS } from '../../../results/time-histogram.ts';

const shapes = [
  ['3 digits', 10, createTimeHistogram],
  ['1 digit', 4, createCoarseHistogram],
] as const;

/** Every size of time alike, and the edges of powers of two in particular. */
const timeNs = fc.oneof(
  fc.integer({ min: 0, max: 3000 }),
  fc.integer({ min: 0, max: HIGHEST_TIME_NS }),
  fc
    .tuple(fc.integer({ min: 1, max: 41 }), fc.integer({ min: -2, max: 2 }))
    .map(([power, beside]) => Math.min(HIGHEST_TIME_NS, Math.max(0, 2 ** power + beside))),
);

test.each(shapes)('%s: counts become the very histogram that the library records', (...shape) => {
  const [, halfBits, createHistogram] = shape;
  fc.assert(
    fc.property(fc.array(timeNs, { minLength: 1, maxLength: 200 }), (timesNs) => {
      const recorded = createHistogram();
      const counts = new TimeCounts(halfBits);
      for (const time of timesNs) {
        recorded.recordValue(time);
        counts.record(time);
      }
      expect(encodeHistogram(toHistogram(counts, createHistogram))).toBe(encodeHistogram(recorded));
    }),
  );
});

test('a time above an hour counts as an hour', () => {
  const counts = new TimeCounts(10);
  counts.record(HIGHEST_TIME_NS + 1);
  counts.record(HIGHEST_TIME_NS * 2);
  const hours = createTimeHistogram();
  hours.recordValueWithCount(HIGHEST_TIME_NS, 2);
  const counted = toHistogram(counts, createTimeHistogram);
  expect(encodeHistogram(counted)).toBe(encodeHistogram(hours));
});

function toHistogram(counts: TimeCounts, createHistogram: () => Histogram): Histogram {
  const histogram = createHistogram();
  counts.addTo(histogram);
  return histogram;
}
