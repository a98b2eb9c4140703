import { beforeEach, describe, expect, test } from 'vitest';
import { LostDatagrams } from '../../../loadgen/clients/lost-datagrams.ts';
import { Recorder } from '../../../loadgen/recording/recorder.ts';

const TIMEOUT_NS = 100;

describe('datagrams that were given up', () => {
  let recorder: Recorder;
  beforeEach(() => {
    recorder = new Recorder(TIMEOUT_NS);
    recorder.setWindow({ scheduleStartNs: 0, startNs: 1000, endNs: 2000, drainEndNs: 3000 });
  });

  /** `count` messages on each of two clients, sent in turn from 1100 on, all lost. */
  function lose(count: number, rememberedMax: number): LostDatagrams {
    const lost = new LostDatagrams(recorder, TIMEOUT_NS, 2, rememberedMax);
    for (let i = 0; i < 2 * count; i += 1) {
      recorder.sent(1100 + i);
      lost.add(i % 2, Math.floor(i / 2), 1100 + i, 1110 + i);
    }
    return lost;
  }

  test('are on no line of the ledger before it is known which', () => {
    const lost = lose(3, 10);
    expect(recorder.read().counts).toMatchObject({ scheduled: 6, lost: 0, timedOut: 0 });
    expect([lost.countOf(0), lost.countOf(1)]).toEqual([3, 3]);
    lost.settleAll();
    expect(recorder.read().counts).toMatchObject({ scheduled: 6, lost: 6, timedOut: 0 });
    expect(lost.countOf(0)).toBe(0);
  });

  test('have waited for the time-out when they are lost, and their whole time when late', () => {
    const lost = lose(1, 10);
    expect(lost.reply(0, 0, 1500)).toBe(1100);
    lost.settleAll();
    const { counts, times } = recorder.read();
    expect(counts).toMatchObject({ lost: 1, timedOut: 1 });
    expect(times.responseTimeNs).toMatchObject({ count: 2, min: 110, max: 400 });
    expect(times.serviceTimeNs).toMatchObject({ min: 100, max: 390 });
  });

  test('are late once: another reply to the same message is its double', () => {
    const lost = lose(1, 10);
    lost.reply(0, 0, 1500);
    expect(lost.reply(0, 0, 1600)).toBe('duplicated');
    lost.settleAll();
    expect(recorder.read().counts).toMatchObject({ lost: 1, timedOut: 1 });
  });

  test('are forgotten, the longest lost first, when there are too many: they stay lost', () => {
    const lost = lose(4, 3);
    expect(recorder.read().counts.lost).toBe(5);
    // Of client 0 the messages 0 to 2 were forgotten, of client 1 the messages 0 and 1.
    expect(lost.reply(0, 2, 1500)).toBe('forgotten');
    expect(lost.reply(0, 3, 1500)).toBe(1106);
    expect(lost.reply(1, 1, 1500)).toBe('forgotten');
    expect(lost.reply(1, 2, 1500)).toBe(1105);
    // Above what was forgotten, a message that is not known has had its reply.
    expect(lost.reply(0, 9, 1500)).toBe('duplicated');
    lost.settleAll();
    expect(recorder.read().counts).toMatchObject({ lost: 6, timedOut: 2 });
  });

  test('belong to the window that they were given up in, whenever a reply comes', () => {
    const lost = new LostDatagrams(recorder, TIMEOUT_NS, 1);
    for (const sentNs of [850, 950, 1950]) recorder.sent(sentNs);
    lost.add(0, 0, 850, 850); // given up before the window
    lost.add(0, 1, 950, 950); // given up in the window, though sent before it: warm-up
    lost.add(0, 2, 1950, 1950);
    lost.reply(0, 0, 2500);
    lost.reply(0, 1, 1500);
    lost.settleAll();
    const { counts } = recorder.read();
    expect(counts).toMatchObject({ scheduled: 1, lost: 1, timedOut: 0, answeredInWindow: 1 });
  });
});
