import type { Distribution } from '../../results/distribution.ts';
import { decodeHistogram, summarizeHistogram } from '../../results/histogram-codec.ts';
import type { TimeHistogram } from '../../results/time-histogram.ts';
import type { RecordedTimes } from '../recording/share-result.ts';

/** A percentile is read from the sum of histograms, never averaged. Null where there are none. */
export function mergeTimes(all: readonly (RecordedTimes | null)[]): Distribution | null {
  const recorded = all.filter((times) => times !== null);
  const histogram = addHistograms(recorded.map((times) => times.histogram));
  if (histogram === null) return null;
  const count = recorded.reduce((total, times) => total + times.count, 0);
  if (histogram.totalCount !== count) {
    throw new Error(`merged histograms hold ${histogram.totalCount} times, ${count} were recorded`);
  }
  return summarizeHistogram(histogram, {
    count,
    rawMin: Math.min(...recorded.map((times) => times.min)),
    rawMax: Math.max(...recorded.map((times) => times.max)),
    sum: recorded.reduce((total, times) => total + times.sum, 0),
  });
}

export function addHistograms(encoded: readonly string[]): TimeHistogram | null {
  const [first, ...others] = encoded.map(decodeHistogram);
  if (first === undefined) return null;
  for (const other of others) first.add(other);
  return first;
}
