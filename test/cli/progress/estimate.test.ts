import { describe, expect, test } from 'vitest';
import { describeRest } from '../../../cli/progress/describe-rest.ts';
import { estimateRest } from '../../../cli/progress/estimate.ts';

const planned = [1000, 2000, 3000].map((plannedMs) => ({ name: 'x', plannedMs }));

describe('the time that is left', () => {
  test('is what is planned of the rest, and what trials took beyond their plan so far', () => {
    const clock = { startedMs: 0, endedMs: 1500, ended: 1, nowMs: 1500, redos: [] };
    expect(estimateRest(planned, clock)).toMatchObject({ restMs: 2500 + 3500 });
  });

  test('shrinks while a trial runs, and never below what follows it', () => {
    const clock = { startedMs: 0, endedMs: 1500, ended: 1, redos: [] };
    expect(estimateRest(planned, { ...clock, nowMs: 2500 })?.restMs).toBe(1500 + 3500);
    expect(estimateRest(planned, { ...clock, nowMs: 60_000 })?.restMs).toBe(3500);
  });

  test('is known before the first trial has ended', () => {
    const clock = { startedMs: 0, endedMs: 0, ended: 0, nowMs: 0, redos: [] };
    expect(estimateRest(planned, clock)?.restMs).toBeGreaterThan(6000);
    expect(estimateRest(planned, clock)?.doneShare).toBe(0);
  });

  test('holds what is known to be run again, while the plan runs and after it', () => {
    const redos = planned.slice(1, 2);
    const clock = { startedMs: 0, endedMs: 4000, ended: 2, nowMs: 4000, redos };
    expect(estimateRest(planned, clock)?.restMs).toBe(3500 + 2500);
    const last = { ...clock, endedMs: 7500, ended: 3, nowMs: 7500 };
    expect(estimateRest(planned, last)).toEqual({ restMs: 2500, doneShare: 0.75 });
    expect(estimateRest(planned, { ...last, ended: 4 })).toBeNull();
  });

  test('is not told where the number of trials is unknown, nor when none is left', () => {
    const clock = { startedMs: 0, endedMs: 1500, ended: 3, nowMs: 1500, redos: [] };
    expect(estimateRest(null, clock)).toBeNull();
    expect(estimateRest(planned, clock)).toBeNull();
  });

  test('is told with the clock time of its end where that is far away', () => {
    const nowMs = new Date(2026, 0, 1, 23, 58).getTime();
    expect(describeRest(119_000, nowMs)).toBe('about 1 min 59 s left');
    expect(describeRest(260_000, nowMs)).toBe('about 4 min 20 s left, until 00:02');
    expect(describeRest(4_001, nowMs)).toBe('about 5 s left');
  });
});
