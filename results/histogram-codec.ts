import { inflateSync } from 'node:zlib';
import * as hdr from 'hdr-histogram-js';
import type { Distribution } from './distribution.ts';
import {
  addCounts,
  MAX_ENCODED_BYTES,
  readHistogramHeader,
  visitCounts,
} from './histogram-bytes.ts';
import { HIGHEST_TIME_NS, type TimeHistogram } from './time-histogram.ts';

/** Longest text that is looked at: a full histogram of this shape takes far less. */
export const MAX_HISTOGRAM_CHARS = 600_000;

/** 19 hours at a million a second; the sum over every trial of a run is still counted exactly. */
const MAX_TIMES = 2 ** 36;
const COMPRESSED_COOKIE = 0x1c849304;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The times beside the histogram, exact: it knows them to 3 digits only. */
export interface RawTimes {
  readonly rawMin: number;
  readonly rawMax: number;
  readonly sum: number;
  readonly count: number;
}

/**
 * HdrHistogram V2, compressed, base64. Throws when a bucket has counted past 2^32 and started again
 * at 0: what it would say then is wrong.
 */
export function encodeHistogram(histogram: TimeHistogram): string {
  const text = hdr.encodeIntoCompressedBase64(histogram);
  const encoded = inflate(text);
  const written = addCounts(encoded, readHistogramHeader(encoded));
  if (written !== histogram.totalCount) {
    throw new Error(
      `a histogram bucket overflowed: ${histogram.totalCount} times recorded, ${written} in its buckets; measure for a shorter time, or with more load threads`,
    );
  }
  return text;
}

/**
 * Reads a histogram from anywhere, even from someone who wants to harm: length, inflated length,
 * shape and counts are checked before the library sees a byte. Buckets are 64-bit, so that it can be
 * added to. Throws a `RangeError`.
 */
export function decodeHistogram(text: string): TimeHistogram {
  const encoded = inflate(text);
  const header = readHistogramHeader(encoded);
  addCounts(encoded, header);
  try {
    return hdr.decodeFromCompressedBase64(text, 64);
  } catch (cause) {
    throw new RangeError('a histogram that cannot be read', { cause });
  }
}

/**
 * Adds the histogram to a sum, bucket by bucket, as `decodeHistogram` and `add` would in ten times the
 * time: they make an array for the whole range and walk through it. Throws a `RangeError`.
 */
export function addToHistogram(sum: TimeHistogram, text: string): void {
  const encoded = inflate(text);
  visitCounts(encoded, readHistogramHeader(encoded), (lowest, highest, count) => {
    sum.recordValueWithCount(lowest, count);
    // A bucket's times may be as long as its upper edge: that is what the maximum has to say.
    sum.recordValueWithCount(highest, 0);
  });
}

/**
 * Throws a `RangeError` unless the histogram can be decoded, added to the others of its run, and
 * counts as many times as the distribution says. Takes an eighth of the time of decoding it.
 */
export function checkHistogram({ count, histogram }: Distribution): void {
  const encoded = inflate(histogram);
  const header = readHistogramHeader(encoded);
  const counted = addCounts(encoded, header);
  if (header.highestValue > HIGHEST_TIME_NS) {
    throw new RangeError('a histogram of times beyond an hour');
  }
  if (counted !== count) {
    throw new RangeError(`a histogram of ${counted} times, where ${count} are spoken of`);
  }
  if (counted > MAX_TIMES) throw new RangeError('a histogram of more times than a trial can have');
}

/** Throws a `RangeError` when the histogram and the times beside it speak of different messages. */
export function summarizeHistogram(histogram: TimeHistogram, raw: RawTimes): Distribution {
  if (raw.count < 1 || raw.count !== histogram.totalCount) {
    throw new RangeError(
      `a distribution of ${raw.count} times with a histogram of ${histogram.totalCount}: they must be the same messages, at least one`,
    );
  }
  // A percentile is its bucket's upper edge, up to 0.1 % high: never beyond what was measured.
  const at = (percentile: number) =>
    Math.min(raw.rawMax, Math.max(raw.rawMin, histogram.getValueAtPercentile(percentile)));
  return {
    count: raw.count,
    min: raw.rawMin,
    mean: raw.sum / raw.count,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    p9999: at(99.99),
    max: raw.rawMax,
    histogram: encodeHistogram(histogram),
  };
}

function inflate(text: string): Buffer {
  if (text.length > MAX_HISTOGRAM_CHARS) {
    throw new RangeError(
      `a histogram of ${text.length} characters: at most ${MAX_HISTOGRAM_CHARS} are read`,
    );
  }
  // The library's reader of base64 insists on whole groups of four.
  if (text.length % 4 !== 0 || !BASE64.test(text))
    throw new RangeError('a histogram that is not base64');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 8 || (bytes.readUInt32BE(0) & ~0xf0) !== COMPRESSED_COOKIE) {
    throw new RangeError('not a compressed HdrHistogram V2');
  }
  const length = bytes.readUInt32BE(4);
  if (length > bytes.length - 8) throw new RangeError('a histogram that was cut short');
  try {
    return inflateSync(bytes.subarray(8, 8 + length), { maxOutputLength: MAX_ENCODED_BYTES });
  } catch (cause) {
    throw new RangeError('a histogram that does not unpack, or unpacks to too much', { cause });
  }
}
