import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToHistogram,
  checkHistogram,
  decodeHistogram,
  encodeHistogram,
  summarizeHistogram,
} from '../../results/histogram-codec.ts';
import {
  createSumHistogram,
  createTimeHistogram,
  HIGHEST_TIME_NS,
} from '../../results/time-histogram.ts';

const QUANTILES = [0, 10, 50, 90, 99, 99.9, 100];

describe('a histogram', () => {
  test('comes back from its text with every percentile', () => {
    const times = fc.array(fc.integer({ min: 0, max: HIGHEST_TIME_NS }), { minLength: 1 });
    fc.assert(
      fc.property(times, (values) => {
        const histogram = record(values);
        const decoded = decodeHistogram(encodeHistogram(histogram));
        expect(decoded.totalCount).toBe(values.length);
        expect(QUANTILES.map((q) => decoded.getValueAtPercentile(q))).toEqual(
          QUANTILES.map((q) => histogram.getValueAtPercentile(q)),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('keeps three digits from a nanosecond to an hour', () => {
    for (let time = 1; time <= HIGHEST_TIME_NS; time *= 7) {
      const shown = record([time]).getValueAtPercentile(50);
      expect(shown).toBeGreaterThanOrEqual(time);
      expect(shown).toBeLessThanOrEqual(time * 1.001);
    }
  });

  test('refuses a time beyond an hour instead of growing', () => {
    expect(() => createTimeHistogram().recordValue(HIGHEST_TIME_NS * 2)).toThrow();
  });

  test('does not hide that a 32-bit bucket overflowed', () => {
    const histogram = createTimeHistogram();
    histogram.recordValueWithCount(1_000, 2 ** 32 - 1);
    expect(decodeHistogram(encodeHistogram(histogram)).totalCount).toBe(2 ** 32 - 1);
    histogram.recordValue(1_000);
    expect(() => encodeHistogram(histogram)).toThrow(/overflowed/);
  });

  test('adds to a sum just as the library adds one that it has decoded', () => {
    const times = fc.array(fc.integer({ min: 0, max: HIGHEST_TIME_NS }), { minLength: 1 });
    fc.assert(
      fc.property(times, times, (first, second) => {
        const texts = [first, second].map((values) => encodeHistogram(record(values)));
        const sums = [createSumHistogram(), createSumHistogram()] as const;
        for (const text of texts) {
          addToHistogram(sums[0], text);
          sums[1].add(decodeHistogram(text));
        }
        expect(encodeHistogram(sums[0])).toBe(encodeHistogram(sums[1]));
        expect([sums[0].maxValue, sums[0].minNonZeroValue]).toEqual([
          sums[1].maxValue,
          sums[1].minNonZeroValue,
        ]);
      }),
      { numRuns: 30 },
    );
  });

  test('adds up beyond 32 bits without losing a count', () => {
    const histogram = createTimeHistogram();
    histogram.recordValueWithCount(1_000, 2 ** 32 - 1);
    const sum = createSumHistogram();
    for (let part = 0; part < 3; part++) sum.add(decodeHistogram(encodeHistogram(histogram)));
    expect(sum.totalCount).toBe(3 * (2 ** 32 - 1));
    expect(decodeHistogram(encodeHistogram(sum)).totalCount).toBe(3 * (2 ** 32 - 1));
  });
});

describe('a distribution', () => {
  test('has the raw extremes, and no percentile beyond them', () => {
    const raw = { rawMin: 1_000_001, rawMax: 1_000_003, sum: 2_000_004, count: 2 };
    const distribution = summarizeHistogram(record([1_000_001, 1_000_003]), raw);
    expect(distribution).toMatchObject({
      min: 1_000_001,
      max: 1_000_003,
      mean: 1_000_002,
      count: 2,
    });
    expect(distribution.p9999).toBe(1_000_003);
  });

  test('is not made from a histogram of other messages', () => {
    const raw = { rawMin: 1, rawMax: 1, sum: 1, count: 1 };
    expect(() => summarizeHistogram(record([1, 1]), raw)).toThrow(RangeError);
    expect(() => summarizeHistogram(record([]), { ...raw, count: 0 })).toThrow(RangeError);
  });
});

describe('hostile text', () => {
  test.each(['', 'AAAA', '!!!!', 'x', 'HISTFAAA', '=', 'A'.repeat(600_001)])(
    'is refused (%#)',
    (text) => {
      expect(() => decodeHistogram(text)).toThrow(RangeError);
    },
  );

  test('that unpacks to a gigabyte is stopped while it unpacks', () => {
    const bomb = wrap(Buffer.alloc(200 << 20));
    const before = process.memoryUsage().rss;
    expect(() => decodeHistogram(bomb)).toThrow(/unpacks to too much/);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });

  test('with a run of 2^50 empty buckets is refused at once', () => {
    expect(() => decodeHistogram(wrap(withPayload([...zigzag(-(2 ** 50)), 2])))).toThrow(
      /beyond its own range/,
    );
  });

  test('with counts that no number can hold is refused', () => {
    expect(() => decodeHistogram(wrap(withPayload(zigzag(2 ** 60))))).toThrow(/exactly/);
  });

  test.each([
    ['digits', 12, 5],
    ['lowest value', 23, 2],
    ['highest value', 24, 0x7f],
    ['payload length', 4, 1],
  ])('with another %s than ours is refused', (_, at, value) => {
    const bytes = plain();
    if (at === 12) bytes.writeInt32BE(value, at);
    else bytes.writeUInt8(value, at);
    expect(() => decodeHistogram(wrap(bytes))).toThrow(RangeError);
  });

  test('changed in any byte gives a histogram or a RangeError, never anything else', () => {
    const good = plain();
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Buffer.from(good);
        for (const [position, value] of changes) bytes.writeUInt8(value, position);
        try {
          expect(decodeHistogram(wrap(bytes)).totalCount).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that passes the cheap check can be decoded and added up, whatever its bytes', () => {
    const good = plain();
    const change = fc.tuple(fc.integer({ min: 8, max: good.length - 1 }), fc.nat(255));
    let passed = 0;
    const sum = createSumHistogram();
    const times = summarizeHistogram(record([1]), { rawMin: 1, rawMax: 1, sum: 1, count: 1 });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), fc.nat(30), (changes, count) => {
        const bytes = Buffer.from(good);
        for (const [position, value] of changes) bytes.writeUInt8(value, position);
        const histogram = wrap(bytes);
        try {
          checkHistogram({ ...times, count: count === 0 ? 1 : count % 10, histogram });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        passed++;
        sum.add(decodeHistogram(histogram));
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(passed).toBeGreaterThan(20);
  });

  test('of more times than a trial can have is left to no sum', () => {
    const histogram = createSumHistogram();
    const count = 2 ** 36 + 1;
    histogram.recordValueWithCount(1, count);
    const raw = { rawMin: 1, rawMax: 1, sum: count, count };
    expect(() => checkHistogram(summarizeHistogram(histogram, raw))).toThrow(/more times/);
  });
});

function record(values: readonly number[]) {
  const histogram = createTimeHistogram();
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

/** The bytes inside a good histogram. */
function plain(): Buffer {
  const packed = Buffer.from(encodeHistogram(record([5, 1_000, 1_000, 70_000, 9e9])), 'base64');
  return inflateSync(packed.subarray(8));
}

function wrap(bytes: Buffer): string {
  const packed = deflateSync(bytes);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(0x1c849314, 0);
  head.writeUInt32BE(packed.length, 4);
  return Buffer.concat([head, packed]).toString('base64');
}

function withPayload(payload: readonly number[]): Buffer {
  const head = plain().subarray(0, 40);
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, Buffer.from(payload)]);
}

function zigzag(value: number): number[] {
  let word = value < 0 ? BigInt(-value) * 2n - 1n : BigInt(value) * 2n;
  const bytes: number[] = [];
  while (bytes.length < 8 && word >= 0x80n) {
    bytes.push(Number(word & 0x7fn) | 0x80);
    word >>= 7n;
  }
  return [...bytes, Number(word)];
}
