import { expect, test } from 'vitest';
import { setTimerSlackNs, timerSlackNs } from '../../sockets/thread-control.ts';

test('the timer slack of the thread is what it was set to', () => {
  const before = timerSlackNs();
  try {
    setTimerSlackNs(1);
    expect(timerSlackNs()).toBe(1);
  } finally {
    setTimerSlackNs(before);
  }
  expect(timerSlackNs()).toBe(before);
  for (const wrong of [0, -1, 1.5]) expect(() => setTimerSlackNs(wrong)).toThrow(RangeError);
});
