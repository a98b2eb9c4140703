import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stepBack } from '../../../harness/trial/step-back.ts';

const onLinux = process.platform === 'linux';

/** Field 41 of /proc/PID/stat, counted from behind the name: 0 SCHED_OTHER, 3 SCHED_BATCH. */
function readPolicy(): number {
  const stat = readFileSync('/proc/thread-self/stat', 'latin1');
  return Number(stat.split(') ')[1]?.split(' ')[38]);
}

test.skipIf(!onLinux)('who steps back waits for others, and comes forward again', () => {
  const before = readPolicy();
  const stepForward = stepBack();
  expect(readPolicy()).toBe(3);
  stepForward();
  expect(readPolicy()).toBe(before);
});
