/**
 * Checks the inside of an HdrHistogram V2 before the library reads it, because the library trusts
 * it: its array is as long as the header says, and a run of zeros in the counts may be 2^63 long.
 * Layout: cookie, payload length, normalizing index, digits (int32 each); lowest, highest value
 * (int64), ratio (double); then ZigZag LEB128 counts, where -n stands for n empty buckets.
 */
export interface HistogramHeader {
  readonly payloadBytes: number;
  readonly buckets: number;
  /** Buckets of each doubling of the range, after the first two. */
  readonly bucketsPerDoubling: number;
  readonly highestValue: number;
}

const HEADER_BYTES = 40;
const COOKIE = 0x1c849303;
const MAX_DIGITS = 3;
/** Buckets of the largest shape that is accepted: 3 digits up to 2^53. */
const MAX_BUCKETS = 48 * 1024;
const MAX_COUNT_BYTES = 9;

/** A larger one is not ours, whatever it says. */
export const MAX_ENCODED_BYTES = HEADER_BYTES + MAX_BUCKETS * MAX_COUNT_BYTES;

/** Throws a `RangeError` on a shape that this harness never writes or that is too large to hold. */
export function readHistogramHeader(bytes: Buffer): HistogramHeader {
  if (bytes.length < HEADER_BYTES || (bytes.readUInt32BE(0) & ~0xf0) !== COOKIE) {
    throw new RangeError('not an HdrHistogram V2');
  }
  const payloadBytes = bytes.readUInt32BE(4);
  const digits = bytes.readInt32BE(12);
  const lowest = bytes.readBigInt64BE(16);
  const highest = bytes.readBigInt64BE(24);
  if (payloadBytes !== bytes.length - HEADER_BYTES) {
    throw new RangeError('a histogram whose length differs from what it says');
  }
  if (digits < 1 || digits > MAX_DIGITS) {
    throw new RangeError(
      `a histogram of ${digits} significant digits: 1 to ${MAX_DIGITS} are read`,
    );
  }
  if (lowest !== 1n || highest < 2n || highest > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError('a histogram whose range is not 1 to at most 2^53 - 1');
  }
  const highestValue = Number(highest);
  const bucketsPerDoubling = 2 ** (Math.ceil(Math.log2(2 * 10 ** digits)) - 1);
  const buckets = countBuckets(bucketsPerDoubling, highestValue);
  return { payloadBytes, buckets, bucketsPerDoubling, highestValue };
}

/**
 * The number of values counted. Throws a `RangeError` when the counts leave the array, or do not add
 * up to a whole number.
 */
export function addCounts(bytes: Buffer, header: HistogramHeader): number {
  return visitCounts(bytes, header, () => undefined);
}

/**
 * Visits each bucket that is not empty, by the lowest and the highest value that fall into it. Answers and throws as
 * `addCounts` does; what was visited before is then worth nothing.
 */
export function visitCounts(
  bytes: Buffer,
  { buckets, bucketsPerDoubling }: HistogramHeader,
  visit: (lowest: number, highest: number, count: number) => void,
): number {
  let position = HEADER_BYTES;
  let bucket = 0;
  let total = 0;
  while (position < bytes.length) {
    const { value: count, next } = readCount(bytes, position);
    position = next;
    if (count > 0 && bucket < buckets) {
      // The first two doublings count every value; each one after that is half as fine.
      const halvings = Math.max(0, Math.floor(bucket / bucketsPerDoubling) - 1);
      const width = 2 ** halvings;
      const lowest = (bucket - halvings * bucketsPerDoubling) * width;
      visit(lowest, lowest + width - 1, count);
      total += count;
    }
    bucket += count < 0 ? -count : 1;
    if (bucket > buckets) {
      throw new RangeError('a histogram with counts beyond its own range');
    }
  }
  if (total > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('a histogram that counts more than can be counted exactly');
  }
  return total;
}

/**
 * ZigZag LEB128, the 64b9B variant: 7 bits a byte, all 8 in the ninth. Inexact beyond 2^53, where
 * every value is refused anyway.
 */
function readCount(bytes: Buffer, start: number): { value: number; next: number } {
  let word = 0;
  for (let index = 0; index < MAX_COUNT_BYTES; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new RangeError('a histogram that was cut short');
    const last = index === MAX_COUNT_BYTES - 1;
    word += (last ? byte : byte & 0x7f) * 2 ** (7 * index);
    if (last || byte < 0x80) {
      const value = word % 2 === 0 ? word / 2 : -(word + 1) / 2;
      return { value, next: start + index + 1 };
    }
  }
  throw new RangeError('a histogram with a count that does not end');
}

function countBuckets(bucketsPerDoubling: number, highest: number): number {
  let doublings = 1;
  while (bucketsPerDoubling * 2 ** doublings <= highest) doublings++;
  return (doublings + 1) * bucketsPerDoubling;
}
