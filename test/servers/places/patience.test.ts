import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Patience } from '../../../servers/places/patience.ts';

/** More than it takes to give a place up. */
const LONG_MS = 10_000;

describe('patience with a place', () => {
  let givenUp: number;
  let patience: Patience;

  beforeEach(() => {
    vi.useFakeTimers();
    givenUp = 0;
    patience = new Patience(() => {
      givenUp += 1;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ends when it takes nothing of what it was sent, once', () => {
    patience.sent();
    patience.sent();
    vi.advanceTimersByTime(2_000);
    expect(givenUp).toBe(0);
    vi.advanceTimersByTime(LONG_MS);
    expect(givenUp).toBe(1);
  });

  test('lasts as long as it takes something now and then, however far behind it is', () => {
    for (let sent = 0; sent < 100; sent++) patience.sent();
    for (let taken = 0; taken < 50; taken++) {
      vi.advanceTimersByTime(2_000);
      patience.taken();
    }
    expect(givenUp).toBe(0);
    vi.advanceTimersByTime(LONG_MS);
    expect(givenUp).toBe(1);
  });

  test('has no end with one that has taken all, or is gone', () => {
    patience.sent();
    patience.taken();
    vi.advanceTimersByTime(LONG_MS);
    patience.sent();
    patience.end();
    vi.advanceTimersByTime(LONG_MS);
    expect(givenUp).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a wait in which no look could happen counts as one look', () => {
    patience.sent();
    vi.setSystemTime(Date.now() + 60_000); // suspended, with the place that is watched
    vi.advanceTimersByTime(600);
    patience.taken();
    vi.advanceTimersByTime(LONG_MS);
    expect(givenUp).toBe(0);
  });
});
