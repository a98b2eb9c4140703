import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import type { LoadShareResult } from '../../../loadgen/recording/share-result.ts';
import { assertDeliveries } from '../../../results/assert-deliveries.ts';
import { type Delivery, type Meddle, onceAt, startRooms } from '../chat-servers.ts';
import { startMute } from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const workload = {
  kind: 'chat',
  rooms: 2,
  membersPerRoom: 5,
  speakersPerRoom: 2,
  payloadBytes: 32,
  slowReaders: 0,
} as const;
/** 40 messages in the window of a fifth of a second, each to the four others of its room. */
const load: LoadPlan['load'] = {
  loop: 'open',
  connections: 10,
  offeredRatePerSec: 200,
  arrivals: 'constant',
};
const MESSAGES = 40;

interface Changes {
  readonly timing?: Partial<LoadPlan['timing']>;
  readonly slowReaders?: number;
}

async function chat(
  runEngine: RunEngine,
  meddle: Meddle | undefined,
  { timing, slowReaders = 0 }: Changes = {},
): Promise<LoadShareResult> {
  return await withServer(startRooms(meddle), async ({ address }) => {
    const plan = planLoad({
      target: address,
      workload: { ...workload, slowReaders },
      load,
      timing: { warmupNs: 0, drainNs: 5e9, ...timing },
    });
    const result = await runShare(runEngine, plan);
    if (result.deliveries === null) throw new Error('a chat without deliveries');
    assertDeliveries(result.deliveries.counts);
    return result;
  });
}

/** What the members of rooms must hear, and what a load says of servers that tell them otherwise. */
export function testChat(runEngine: RunEngine): void {
  testHonestRooms(runEngine);
  testBrokenRooms(runEngine);
  testMissingMembers(runEngine);
}

function testHonestRooms(runEngine: RunEngine): void {
  describe('of honest chat rooms', () => {
    test('every message is heard once by every other member, and each delivery has its time', async () => {
      const { counts, connections, deliveries, verificationFailure } = await chat(
        runEngine,
        undefined,
      );
      expect(verificationFailure).toBeNull();
      expect(counts).toMatchObject({ scheduled: MESSAGES, ok: MESSAGES, failed: {} });
      expect(connections).toMatchObject({ attempted: 10, served: 10, starved: 0 });
      expect(deliveries?.counts).toEqual({
        expected: 4 * MESSAGES,
        delivered: 4 * MESSAGES,
        lost: 0,
        failed: 0,
        unfinished: 0,
        duplicated: 0,
        misordered: 0,
        excused: 0,
      });
      expect(deliveries?.times.deliveryTimeNs?.count).toBe(4 * MESSAGES);
    });

    test('the response time of a message is that to its last receiver', async () => {
      const { times, deliveries } = await chat(runEngine, undefined);
      const { firstReceiverTimeNs, medianReceiverTimeNs, lastReceiverTimeNs, deliveryTimeNs } =
        deliveries?.times ?? {};
      expect(lastReceiverTimeNs).toEqual(times.responseTimeNs);
      expect(firstReceiverTimeNs?.count).toBe(MESSAGES);
      expect(medianReceiverTimeNs?.sum).toBeGreaterThanOrEqual(firstReceiverTimeNs?.sum ?? 0);
      expect(lastReceiverTimeNs?.sum).toBeGreaterThanOrEqual(medianReceiverTimeNs?.sum ?? 0);
      expect(deliveryTimeNs?.min).toBe(firstReceiverTimeNs?.min);
      expect(deliveryTimeNs?.max).toBe(lastReceiverTimeNs?.max);
    });

    test('slow readers are excused, and what they were owed is counted apart', async () => {
      const { counts, deliveries } = await chat(runEngine, undefined, { slowReaders: 2 });
      expect(counts).toMatchObject({ scheduled: MESSAGES, ok: MESSAGES });
      expect(deliveries?.counts).toMatchObject({
        expected: 3 * MESSAGES,
        delivered: 3 * MESSAGES,
        excused: MESSAGES,
      });
      expect(deliveries?.slowReadersDisconnected).toBe(0);
    });

    test('a slow reader reads nothing once it has joined, whatever it is sent', async () => {
      const flood = 64 << 20;
      let unread = 0;
      let flooded = false;
      await chat(
        runEngine,
        (delivery, rooms) => {
          if (!flooded) rooms.flood(0, 'm4', flood);
          flooded = true;
          if (delivery.receiver === 'm4') return [];
          unread = rooms.unreadBytes(0, 'm4');
          return [delivery];
        },
        { slowReaders: 2, timing: { measureNs: 500_000_000 } },
      );
      // A few MiB are in the kernel's buffers.
      expect(unread).toBeGreaterThan(flood / 2);
    });

    test('a slow reader that the server disconnects is counted once, and is nobody’s failure', async () => {
      const { counts, connections, deliveries, verificationFailure } = await chat(
        runEngine,
        (delivery, rooms) => {
          if (delivery.receiver !== 'm4') return [delivery];
          rooms.disconnect(delivery.room, 'm4');
          return [];
        },
        { slowReaders: 2 },
      );
      expect(verificationFailure).toBeNull();
      expect(deliveries?.slowReadersDisconnected).toBe(2);
      expect(counts).toMatchObject({ scheduled: MESSAGES, ok: MESSAGES, failed: {} });
      expect(connections).toMatchObject({ reset: 0, closedByServer: 0, failed: {} });
    });
  });
}

function testBrokenRooms(runEngine: RunEngine): void {
  const elsewhere = (delivery: Delivery) => ({ ...delivery, room: 1 });
  const cases: readonly (readonly [string, Meddle, RegExp])[] = [
    ['loses a delivery', () => [], /member 3 never heard message 5 of member 0, but a later one$/],
    ['doubles one', (one) => [one, one], /member 3 heard message 5 of member 0 a second time: /],
    [
      'tells the wrong room as well',
      (one) => [one, elsewhere(one)],
      /member 3 heard message 5 of member 0 that was said in another room: /,
    ],
    [
      'corrupts a byte',
      (one) => [{ ...one, text: `${one.text.slice(0, -1)}!` }],
      /member 3 heard message 5 of member 0 with a text that was not said: /,
    ],
    [
      'echoes to the speaker',
      (one) => [one, { ...one, receiver: 'm0' }],
      /member 0 heard message 5 of member 0 which is its own: /,
    ],
    [
      'tells what was never said',
      (one) => [one, { ...one, sequence: 9999, text: one.text }],
      /member 3 heard message 9999 of member 0 with a text that was not said: /,
    ],
    [
      'puts a message into the mouth of a member who does not speak',
      (one) => [{ ...one, sender: 'm2' }],
      /member 3 heard message 5 of member 2 of somebody who does not speak in this room: /,
    ],
  ];

  describe('of a chat server that is wrong once', () => {
    test.each(cases)('and %s: the trial ends, and says who heard what', async (_, meddle, told) => {
      const { verificationFailure } = await chat(runEngine, onceAt(meddle));
      expect(verificationFailure).toMatch(told);
    });

    test('and swaps two: it is told as a wrong order, not as a loss', async () => {
      let kept: Delivery | null = null;
      const { verificationFailure, counts, deliveries } = await chat(runEngine, (delivery) => {
        const isPair =
          delivery.room === 0 && delivery.receiver === 'm3' && delivery.sender === 'm0';
        if (isPair && delivery.sequence === 5) {
          kept = delivery;
          return [];
        }
        return isPair && delivery.sequence === 6 && kept !== null ? [delivery, kept] : [delivery];
      });
      expect(verificationFailure).toMatch(/member 3 heard message 5 of member 0 after a later one/);
      expect(counts.reordered).toBe(1);
      expect(deliveries?.counts).toMatchObject({ misordered: 1, lost: 0, duplicated: 0 });
    });

    test('what was lost last shows as well: each speaker says a last word after the window', async () => {
      const { verificationFailure, deliveries, counts } = await chat(runEngine, (delivery) => {
        // The tenth of each speaker is the last in the window.
        const isIt = delivery.receiver === 'm3' && delivery.sequence === 10;
        return isIt && delivery.room === 0 && delivery.sender === 'm0' ? [] : [delivery];
      });
      expect(verificationFailure).toMatch(/never heard message 10 of member 0/);
      expect(deliveries?.counts.lost).toBe(1);
      expect(counts.failed).toEqual({ FAILED_VERIFICATION: 1 });
    });
  });
}

function testMissingMembers(runEngine: RunEngine): void {
  describe('of a chat server that leaves members out', () => {
    test('who hears nothing at all leaves messages unfinished, with their whole wait', async () => {
      const { counts, deliveries, verificationFailure } = await chat(
        runEngine,
        (delivery) => (delivery.receiver === 'm3' ? [] : [delivery]),
        { timing: { drainNs: 100_000_000 } },
      );
      expect(verificationFailure).toBeNull();
      expect(counts).toMatchObject({ scheduled: MESSAGES, ok: 0, unfinished: MESSAGES });
      expect(deliveries?.counts).toMatchObject({
        expected: 4 * MESSAGES,
        delivered: 3 * MESSAGES,
        unfinished: MESSAGES,
        lost: 0,
      });
      expect(deliveries?.times.lastReceiverTimeNs?.min).toBeGreaterThanOrEqual(100_000_000);
      expect(deliveries?.times.deliveryTimeNs?.count).toBe(4 * MESSAGES);
    });

    test('who is disconnected is owed no more, and what it was owed failed', async () => {
      const { counts, connections, deliveries, verificationFailure } = await chat(
        runEngine,
        onceAt((_, rooms) => {
          rooms.disconnect(0, 'm3');
          return [];
        }),
      );
      expect(verificationFailure).toBeNull();
      expect(connections).toMatchObject({ reset: 1, served: 10 });
      expect(counts.failed.ECONNRESET).toBeGreaterThanOrEqual(1);
      expect(counts.ok).toBe(MESSAGES - (counts.failed.ECONNRESET ?? 0));
      expect(deliveries?.counts.failed).toBe(counts.failed.ECONNRESET);
      expect(deliveries?.counts.expected).toBeLessThan(4 * MESSAGES);
    });

    test('a server that lets nobody in starves all members, and nothing is said', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({ target: address, workload, load, timing: UNSERVED });
        const { counts, connections, deliveries } = await runShare(runEngine, plan);
        expect(connections).toMatchObject({ served: 0, starved: 10 });
        expect(counts).toMatchObject({ scheduled: MESSAGES, dropped: MESSAGES, sent: 0 });
        expect(deliveries?.counts.expected).toBe(0);
      }));
  });
}
