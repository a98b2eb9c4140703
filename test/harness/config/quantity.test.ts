import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCount, parseDurationNs } from '../../../harness/config/quantity.ts';

describe('a duration', () => {
  test.each([
    ['250us', 250_000],
    ['500ms', 500_000_000],
    ['1.5s', 1_500_000_000],
    ['2m', 120_000_000_000],
    [' 10s ', 10_000_000_000],
    ['0s', 0],
  ])("'%s' is %i ns", (text, ns) => {
    expect(parseDurationNs(text)).toBe(ns);
  });

  test.each(['', '10', 's', '-1s', '1 s', '1h', '1.s', '.5s', '1e3s', '1s 2s', '1S', 'Infinitys'])(
    "'%s' is none",
    (text) => {
      expect(parseDurationNs(text)).toBeNull();
    },
  );

  test('is a whole number of nanoseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), (ms) => {
        expect(Number.isInteger(parseDurationNs(`${ms.toFixed(9)}ms`))).toBe(true);
      }),
    );
  });
});

describe('a count', () => {
  test.each([
    ['64', 64],
    ['20k', 20_000],
    ['20K', 20_000],
    ['1m', 1_000_000],
    ['2.5k', 2500],
    ['0', 0],
  ])("'%s' is %i", (text, count) => {
    expect(parseCount(text)).toBe(count);
  });

  test.each(['', 'k', '-1', '1 k', '1e3', '0x10', '1g', '1,000'])("'%s' is none", (text) => {
    expect(parseCount(text)).toBeNull();
  });
});
