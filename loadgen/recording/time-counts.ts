import type { Histogram } from 'hdr-histogram-js';
import { HIGHEST_TIME_NS } from '../../results/time-histogram.ts';

/** Values from here on don't fit 32-bit arithmetic: they are counted by their upper bits. */
const WIDE_FROM = 2 ** 31;
const WIDE_SHIFT = 21;
const WIDE_STEP = 2 ** WIDE_SHIFT;

/**
 * The buckets of an HdrHistogram and nothing else: recording is a few integer instructions, where
 * the library takes a logarithm and two powers. `addTo` makes a histogram of it when all is over.
 *
 * A value of n bits falls into bucket `max(0, n - halfBits - 1)`, at its upper `halfBits + 1` bits
 * (hdrhistogram.org); `halfBits` is 10 for 3 significant digits, 4 for one.
 */
export class TimeCounts {
  readonly #halfBits: number;
  readonly #counts: Uint32Array;

  constructor(halfBits: 4 | 10) {
    this.#halfBits = halfBits;
    this.#counts = new Uint32Array(countBuckets(halfBits));
  }

  /** Takes integer nanoseconds from 0 to an hour; what is above counts as an hour. */
  record(timeNs: number, times = 1): void {
    const index = countsIndex(timeNs < HIGHEST_TIME_NS ? timeNs : HIGHEST_TIME_NS, this.#halfBits);
    this.#counts[index] = (this.#counts[index] ?? 0) + times;
  }

  /** `sums` has a place for each bucket of the same digits. */
  addCountsTo(sums: Uint32Array): void {
    for (let index = 0; index < this.#counts.length; index += 1) {
      sums[index] = (sums[index] ?? 0) + (this.#counts[index] ?? 0);
    }
  }

  /**
   * `histogram` has the same number of digits. A bucket stands in it by its lowest value. Nothing
   * above `highestNs` was recorded: most buckets are.
   */
  addTo(histogram: Histogram, highestNs: number = HIGHEST_TIME_NS): void {
    const last = countsIndex(Math.min(highestNs, HIGHEST_TIME_NS), this.#halfBits);
    for (let index = 0; index <= last; index += 1) {
      const count = this.#counts[index] ?? 0;
      if (count > 0) histogram.recordValueWithCount(lowestValue(index, this.#halfBits), count);
    }
  }
}

export function countBuckets(halfBits: 4 | 10): number {
  return countsIndex(HIGHEST_TIME_NS, halfBits) + 1;
}

function countsIndex(value: number, halfBits: number): number {
  if (value >= WIDE_FROM) {
    // Each bit that is cut off is a bucket further.
    return narrowIndex(Math.floor(value / WIDE_STEP), halfBits) + (WIDE_SHIFT << halfBits);
  }
  return narrowIndex(value, halfBits);
}

function narrowIndex(value: number, halfBits: number): number {
  const bucket = Math.max(0, 31 - Math.clz32(value) - halfBits);
  return (bucket << halfBits) + (value >>> bucket);
}

/** The least time that falls into a bucket, ns. */
export function lowestValue(index: number, halfBits: number): number {
  const bucket = Math.max(0, (index >> halfBits) - 1);
  return (index - (bucket << halfBits)) * 2 ** bucket;
}
