import * as hdr from 'hdr-histogram-js';

export type TimeHistogram = hdr.Histogram;

/** One hour: nothing here waits longer. */
export const HIGHEST_TIME_NS = 3_600_000_000_000;

const SHAPE = {
  autoResize: false,
  lowestDiscernibleValue: 1,
  highestTrackableValue: HIGHEST_TIME_NS,
  numberOfSignificantValueDigits: 3,
  useWebAssembly: false,
} as const;

/**
 * For recording: integer nanoseconds up to an hour, 3 significant digits, 130 KB. A bucket holds
 * 2^32 - 1 times and would then start again at 0 without a word; `encodeHistogram` finds that out.
 * `recordValue` cuts decimals off and throws above an hour.
 */
export function createTimeHistogram(): TimeHistogram {
  return hdr.build({ ...SHAPE, bitBucketSize: 32 });
}

/** For adding histograms up: the same shape with buckets that count to 2^53 exactly. */
export function createSumHistogram(): TimeHistogram {
  return hdr.build({ ...SHAPE, bitBucketSize: 64 });
}
