import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { setThreadScheduling } from '../../sockets/thread-scheduling.ts';

/** Fields 19 and 41 of /proc/PID/stat (man 5 proc), counted from behind the name. */
function readScheduling() {
  const fields = readFileSync('/proc/thread-self/stat', 'latin1').split(') ')[1]?.split(' ');
  return { nice: Number(fields?.[16]), policy: Number(fields?.[38]) };
}

describe('the scheduling of a thread', () => {
  afterEach(() => setThreadScheduling({ policy: 'other', sliceNs: 'default' }));

  test('is taken by the kernel, and taken back', () => {
    const before = readScheduling();
    expect(before.policy).toBe(0);
    setThreadScheduling({ policy: 'batch', sliceNs: 100_000_000 });
    expect(readScheduling()).toEqual({ ...before, policy: 3 });
    setThreadScheduling({ policy: 'other', sliceNs: 100_000 });
    expect(readScheduling()).toEqual(before);
  });

  test.each([0, 99_999, 100_000_001, 150_000.5])('with slices of %d ns is refused', (sliceNs) => {
    expect(() => setThreadScheduling({ policy: 'other', sliceNs })).toThrow(RangeError);
  });

  test('of a process that was started with nice leaves it that', () => {
    const module = new URL('../../sockets/thread-scheduling.ts', import.meta.url).href;
    const program = `
      import { getPriority } from 'node:os';
      import { setThreadScheduling } from ${JSON.stringify(module)};
      setThreadScheduling({ policy: 'other', sliceNs: 100_000 });
      console.log(getPriority());`;
    const args = ['-n', '5', process.execPath, '--input-type=module', '-e', program];
    const before = Number(execFileSync('nice', { encoding: 'utf8' }));
    const after = Number(execFileSync('nice', args, { encoding: 'utf8' }));
    expect(after).toBe(Math.min(19, before + 5));
  });
});
