import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { setThreadSliceNs } from '../../sockets/thread-slice.ts';

/** Fields 19 and 41 of /proc/PID/stat (man 5 proc), counted from behind the name. */
function readScheduling() {
  const fields = readFileSync('/proc/thread-self/stat', 'latin1').split(') ')[1]?.split(' ');
  return { nice: Number(fields?.[16]), policy: Number(fields?.[38]) };
}

describe('the slice of a thread', () => {
  test('is taken by the kernel, and leaves the thread what it was otherwise', () => {
    const before = readScheduling();
    setThreadSliceNs(100_000);
    setThreadSliceNs(3_000_000);
    expect(readScheduling()).toEqual(before);
  });

  test.each([0, 99_999, 100_000_001, 150_000.5])('of %d ns is refused', (sliceNs) => {
    expect(() => setThreadSliceNs(sliceNs)).toThrow(RangeError);
  });

  test('of a process that was started with nice leaves it that', () => {
    const module = new URL('../../sockets/thread-slice.ts', import.meta.url).href;
    const program = `
      import { getPriority } from 'node:os';
      import { setThreadSliceNs } from ${JSON.stringify(module)};
      setThreadSliceNs(100_000);
      console.log(getPriority());`;
    const args = ['-n', '5', process.execPath, '--input-type=module', '-e', program];
    const before = Number(execFileSync('nice', { encoding: 'utf8' }));
    const after = Number(execFileSync('nice', args, { encoding: 'utf8' }));
    expect(after).toBe(Math.min(19, before + 5));
  });
});
