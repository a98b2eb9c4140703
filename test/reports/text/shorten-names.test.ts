import { describe, expect, test } from 'vitest';
import { shortenNames } from '../../../reports/text/shorten-names.ts';

describe('names that have to be short', () => {
  const shorten = (names: readonly string[], charsMax: number) => [
    ...shortenNames(names, charsMax).values(),
  ];

  test('are cut in the middle where they are too long, whole characters at a time', () => {
    expect(shorten(['abcdefghij', 'abcdefghijk'], 10)).toEqual(['abcdefghij', 'abcde…hijk']);
    expect(shorten(['abcdefghijk'], 6)).toEqual(['abc…jk']);
    expect(shorten(['😀😀😀😀😀'], 3)).toEqual(['😀…😀']);
  });

  test('keep what tells them apart where they are alike at both ends', () => {
    const names = ['9', '10', '11'].map((port) => `gateway-of-production-${port}-node26-linux-x64`);
    expect(shorten(names, 25)).toEqual([
      'gateway-of-…9…-linux-x64',
      'gateway-of-…10…-linux-x64',
      'gateway-of-…11…-linux-x64',
    ]);
  });

  test('are different in as little room as a legend has, wherever they differ', () => {
    const sizes = [1, 2, 3].flatMap((pool) => [32, 64, 128].map((batch) => [pool, batch]));
    const names = sizes.map(
      ([pool, batch]) =>
        `an event loop that has a pool of ${pool} threads behind it and takes batches of ${batch} messages at a time`,
    );
    for (const charsMax of [48, 32, 25, 12]) {
      const short = shorten(names, charsMax);
      expect(new Set(short).size).toBe(names.length);
      expect(Math.max(...short.map((name) => [...name].length))).toBeLessThanOrEqual(charsMax);
    }
  });

  test('have no other name where two are the same', () => {
    expect(shorten(['a', 'a'], 5)).toEqual(['a']);
  });
});
