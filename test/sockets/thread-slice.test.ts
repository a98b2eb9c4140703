import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { setThreadSliceNs } from '../../sockets/thread-slice.ts';

describe('the slice of a thread', () => {
  test('is taken by the kernel, and leaves the thread what it was otherwise', () => {
    const priority = () =>
      readFileSync('/proc/thread-self/stat', 'latin1').split(') ')[1]?.split(' ')[15];
    const before = priority();
    setThreadSliceNs(100_000);
    setThreadSliceNs(3_000_000);
    expect(priority()).toBe(before);
  });

  test.each([0, 99_999, 100_000_001, 150_000.5])('of %d ns is refused', (sliceNs) => {
    expect(() => setThreadSliceNs(sliceNs)).toThrow(RangeError);
  });
});
