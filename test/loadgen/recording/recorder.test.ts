import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Recorder } from '../../../loadgen/recording/recorder.ts';
import { assertLedger } from '../../../results/assert-ledger.ts';

const window = { scheduleStartNs: 500, startNs: 1000, endNs: 2000, drainEndNs: 3000 };
const TIMEOUT_NS = 600;

describe('the recorder', () => {
  let recorder: Recorder;
  beforeEach(() => {
    recorder = new Recorder(TIMEOUT_NS);
    recorder.setWindow(window);
  });

  test('a message counts by its intended start, not by when it was answered', () => {
    recorder.sent(999);
    recorder.answered(999, 999, 1001);
    recorder.sent(1000);
    recorder.answered(1000, 1010, 1100);
    recorder.sent(1999);
    recorder.answered(1999, 1999, 2100);
    const { counts, times } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 2, sent: 2, ok: 2, answeredInWindow: 2 });
    expect(times.responseTimeNs).toMatchObject({ count: 2, min: 100, max: 101, sum: 201 });
    expect(times.serviceTimeNs).toMatchObject({ min: 90, max: 101 });
    expect(times.sendLagNs).toMatchObject({ min: 0, max: 10 });
  });

  test('a reply later than the time-out is no success, but its time is kept', () => {
    recorder.sent(1000);
    recorder.answered(1000, 1000, 1000 + TIMEOUT_NS + 1);
    const { counts, times } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 1, ok: 0, timedOut: 1 });
    expect(times.responseTimeNs).toMatchObject({ max: TIMEOUT_NS + 1 });
  });

  test('a message that waited all through the window is on the books with its whole wait', () => {
    recorder.unfinished(200, 210, 2500);
    const { counts, times } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 1, sent: 1, timedOut: 1 });
    expect(times.responseTimeNs).toMatchObject({ count: 1, max: 2300 });
  });

  test('a message from before the window that is answered in it belongs to the warm-up', () => {
    recorder.answered(900, 900, 1500);
    expect(recorder.read().counts).toMatchObject({ scheduled: 0, ok: 0, answeredInWindow: 1 });
  });

  test('a message that was never sent has waited all the same', () => {
    recorder.dropped(1500, 2500);
    const { counts, times } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 1, sent: 0, dropped: 1 });
    expect(times.responseTimeNs).toMatchObject({ count: 1, max: 1000 });
    expect(times.sendLagNs).toBeNull();
  });

  test('failures are counted by code and leave no time behind', () => {
    recorder.sent(1100);
    recorder.failed('ECONNRESET', 1100, 1200);
    const { counts, times, timeline } = recorder.read();
    expect(counts.failed).toEqual({ ECONNRESET: 1 });
    expect(times.responseTimeNs).toBeNull();
    expect(timeline[0]).toMatchObject({ ok: 0, failed: 1 });
  });

  test('a lost datagram has waited until it was given up; a late one until its reply', () => {
    recorder.sent(1100);
    recorder.lost(1100, 1110, 1710);
    recorder.sent(1200);
    recorder.answeredLate(1200, 1210, 1810, 1990);
    const { counts, times, timeline } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 2, ok: 0, lost: 1, timedOut: 1 });
    expect(times.responseTimeNs).toMatchObject({ count: 2, min: 610, max: 790 });
    expect(counts.answeredInWindow).toBe(1);
    expect(timeline[0]).toMatchObject({ ok: 1 });
  });

  test('overtaken replies of the warm-up are not counted', () => {
    recorder.reordered(999);
    recorder.reordered(1500);
    expect(recorder.read().counts).toMatchObject({ reordered: 1, scheduled: 0 });
    expect([999, 1000, 1999, 2000].map((ns) => recorder.measures(ns))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('a negative time is refused, never recorded', () => {
    recorder.sent(1100);
    recorder.answered(1100, 1100, 1099);
    expect(() => recorder.read()).toThrow(RangeError);
  });

  test('replies with the same times are each counted, however they alternate', () => {
    const lives = [1100, 1100, 1100, 1150, 1100, 1100] as const;
    for (const intendedNs of lives) {
      recorder.sent(intendedNs);
      recorder.answered(intendedNs, intendedNs, 1200);
    }
    const { counts, times, timeline } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 6, ok: 6, answeredInWindow: 6 });
    expect(times.responseTimeNs).toMatchObject({ count: 6, min: 50, max: 100, sum: 550 });
    expect(timeline[0]).toMatchObject({ ok: 6 });
  });

  test('a reply counts in the progress as soon as it is there', () => {
    recorder.sent(1100);
    recorder.answered(1100, 1100, 1200);
    recorder.sent(1100);
    recorder.answered(1100, 1100, 1200);
    expect(recorder.progress()).toMatchObject({ answered: 2, answeredInWindow: 2 });
  });

  test('a window that closes early admits replies by the times it had when they came', () => {
    recorder.sent(1100);
    recorder.answered(1100, 1100, 1600);
    recorder.setWindow({ ...window, endNs: 1500 });
    expect(recorder.read().counts).toMatchObject({ ok: 1, answeredInWindow: 1 });
  });

  test('nothing is measured as long as no window is set', () => {
    const early = new Recorder(TIMEOUT_NS);
    early.sent(10);
    early.answered(10, 10, 20);
    early.unfinished(15, 15, 30);
    const { counts, window: none } = early.read();
    expect(counts.scheduled).toBe(0);
    expect(none).toBeNull();
  });

  test('a window that is learned of late starts after what was sent before: the ledger adds up', () => {
    const late = new Recorder(TIMEOUT_NS);
    late.sent(1200);
    late.setWindow(window);
    late.sent(1300);
    late.answered(1200, 1200, 1400);
    late.answered(1300, 1300, 1400);
    const { counts, window: kept } = late.read();
    assertLedger(counts);
    expect(counts).toMatchObject({ scheduled: 1, ok: 1 });
    expect(kept).toEqual({ startNs: 1201, endNs: 2000 });
  });

  test('the ledger adds up for any lives of any messages', () => {
    const life = fc.record({
      intendedNs: fc.integer({ min: 0, max: 2500 }),
      lastsNs: fc.integer({ min: 0, max: 3000 }),
      end: fc.constantFrom('answered', 'failed', 'unfinished', 'dropped', 'lost', 'late'),
    });
    fc.assert(
      fc.property(fc.array(life, { maxLength: 60 }), (lives) => {
        const any = new Recorder(TIMEOUT_NS);
        any.setWindow(window);
        for (const { intendedNs, lastsNs, end } of lives) {
          const endNs = intendedNs + lastsNs;
          if (end === 'dropped') {
            any.dropped(intendedNs, endNs);
            continue;
          }
          any.sent(intendedNs);
          if (end === 'answered') any.answered(intendedNs, intendedNs, endNs);
          else if (end === 'lost') any.lost(intendedNs, intendedNs, endNs);
          else if (end === 'late') any.answeredLate(intendedNs, intendedNs, endNs, endNs + 5);
          else if (end === 'failed') any.failed('EPIPE', intendedNs, endNs);
          else any.unfinished(intendedNs, intendedNs, Math.max(endNs, window.endNs));
        }
        assertLedger(any.read().counts);
      }),
    );
  });
});
