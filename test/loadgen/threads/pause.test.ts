import { expect, test } from 'vitest';
import { createPause } from '../../../loadgen/threads/pause.ts';

const AN_HOUR_MS = 3_600_000;

test('a pause that is ended is over at once, and so is each further one', async () => {
  const pause = createPause();
  const waiting = pause.wait(AN_HOUR_MS);
  expect(pause.isOver).toBe(false);
  pause.end();
  await waiting;
  expect(pause.isOver).toBe(true);
  await pause.wait(AN_HOUR_MS);
});

test('a pause that nobody ends comes to its own end', async () => {
  const pause = createPause();
  await pause.wait(1);
  expect(pause.isOver).toBe(false);
});
