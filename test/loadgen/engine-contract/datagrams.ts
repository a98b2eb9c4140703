import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import { createMessage, writeSequence } from '../../../protocol/message.ts';
import {
  startAnsweringLate,
  startAnsweringTwice,
  startChanging,
  startClosedDatagramPort,
  startDatagramEcho,
  startLosing,
  startMuteDatagrams,
  startSwapping,
} from '../datagram-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const MS = 1e6;
/** 100 messages on each of four connections, numbered 2 to 101: the first one comes before. */
const open: LoadPlan['load'] = {
  loop: 'open',
  connections: 4,
  offeredRatePerSec: 2000,
  arrivals: 'constant',
};
const deep: LoadPlan['load'] = { loop: 'closed', connections: 4, depth: 8, thinkTimeNs: 0 };
/** Longer than a busy machine keeps a reply waiting, shorter than the drain. */
const TIMEOUT_NS = 400 * MS;
const losing = { warmupNs: 0, timeoutNs: TIMEOUT_NS, drainNs: 1_000 * MS };
/** Every message has its reply: the drain is a guard. */
const patient = { warmupNs: 0, drainNs: 5_000 * MS };

/** What both engines must say of datagrams. */
export function testDatagrams(runEngine: RunEngine): void {
  describe('of datagrams', () => {
    testHonest(runEngine);
    testLoss(runEngine);
    testNetworkFaults(runEngine);
    testWrongReplies(runEngine);
    testNoAnswer(runEngine);
  });
}

function testHonest(runEngine: RunEngine): void {
  test.each([
    ['a closed loop', { loop: 'closed', connections: 4, depth: 1, thinkTimeNs: 0 }],
    ['a depth of 8', deep],
    ['an open loop', open],
  ] as const)('%s on an honest echo has every message answered', (_name, load) =>
    withServer(startDatagramEcho(), async ({ address }) => {
      const { counts, connections, times, ...result } = await runShare(
        runEngine,
        planLoad({ target: address, load, timing: patient }),
      );
      expect(result.verificationFailure).toBeNull();
      expect(counts.ok).toBeGreaterThan(8);
      expect(counts).toMatchObject({ ok: counts.scheduled, sent: counts.scheduled, lost: 0 });
      expect(counts).toMatchObject({ duplicated: 0, reordered: 0, failed: {} });
      expect(connections).toMatchObject({ attempted: 4, established: 4, served: 4, refused: 0 });
      expect(times.responseTimeNs?.count).toBe(counts.ok);
      expect(times.firstReplyTimeNs?.count).toBe(4);
      // There is no handshake whose time could be told.
      expect(times.connectTimeNs).toBeNull();
    }),
  );

  test.each([17, 1500, 65_507])('messages of %i bytes come back whole', (payloadBytes) =>
    withServer(startDatagramEcho(), async ({ address }) => {
      const workload = { kind: 'conversation', payloadBytes } as const;
      const { counts } = await runShare(
        runEngine,
        planLoad({ target: address, workload, timing: patient }),
      );
      expect(counts.ok).toBeGreaterThan(4);
      expect(counts).toMatchObject({ ok: counts.scheduled });
    }),
  );

  test('IPv6 is loaded like IPv4', () =>
    withServer(startDatagramEcho('::1'), async ({ address }) => {
      const { counts } = await runShare(runEngine, planLoad({ target: address, timing: patient }));
      expect(counts.ok).toBeGreaterThan(4);
      expect(counts).toMatchObject({ ok: counts.scheduled });
    }));
}

function testLoss(runEngine: RunEngine): void {
  test('each swallowed message is lost, with the wait until it was given up', () =>
    withServer(
      startLosing((number) => number % 4 === 0),
      async ({ address }) => {
        const plan = planLoad({ target: address, load: open, timing: losing });
        const { counts, times, connections } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 400, ok: 300, lost: 100, timedOut: 0 });
        expect(counts).toMatchObject({ unfinished: 0, dropped: 0, duplicated: 0, reordered: 0 });
        expect(times.responseTimeNs?.count).toBe(400);
        expect(times.responseTimeNs?.max).toBeGreaterThanOrEqual(TIMEOUT_NS);
        expect(connections).toMatchObject({ served: 4, starved: 0 });
      },
    ));

  test('a lost message makes room after its time-out, and the others on its connection go on', () =>
    withServer(
      // One of eight at a depth waits; the ninth message shows that the others did not.
      startLosing((number) => number === 3),
      async ({ address }) => {
        const plan = planLoad({ target: address, load: deep, timing: losing });
        const { counts } = await runShare(runEngine, plan);
        expect(counts.lost).toBe(4);
        expect(counts.ok).toBe(counts.scheduled - 4);
        expect(counts.ok).toBeGreaterThan(4 * 16);
      },
    ));

  test('who loses every message at first is served when its second try comes through', () =>
    withServer(
      startLosing((number) => number === 1),
      async ({ address }) => {
        const timing = { ...losing, timeoutNs: 50 * MS };
        const plan = planLoad({ target: address, timing });
        const { counts, connections, times } = await runShare(runEngine, plan);
        expect(connections).toMatchObject({ served: 4, starved: 0 });
        expect(times.firstReplyTimeNs?.min).toBeGreaterThanOrEqual(50 * MS);
        expect(counts.ok).toBeGreaterThan(4);
      },
    ));

  test('a reply after the time-out moves its message from lost to timed out', () =>
    withServer(startAnsweringLate(4, 600), async ({ address }) => {
      const plan = planLoad({ target: address, load: open, timing: losing });
      const { counts, times } = await runShare(runEngine, plan);
      expect(counts).toMatchObject({ scheduled: 400, ok: 300, lost: 0, timedOut: 100 });
      // Each was overtaken by those that came at once.
      expect(counts).toMatchObject({ reordered: 100, duplicated: 0, unfinished: 0 });
      expect(times.responseTimeNs?.count).toBe(400);
      expect(times.responseTimeNs?.max).toBeGreaterThanOrEqual(599 * MS);
    }));

  test('what has neither a reply nor waited for the time-out by the end is unfinished', () =>
    withServer(
      startLosing((number) => number % 4 === 0),
      async ({ address }) => {
        const timing = { ...losing, timeoutNs: 20_000 * MS };
        const plan = planLoad({ target: address, load: open, timing });
        const { counts } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 400, ok: 300, lost: 0, unfinished: 100 });
      },
    ));
}

function testNetworkFaults(runEngine: RunEngine): void {
  test('each second reply to a message is counted, and is no failure', () =>
    withServer(startAnsweringTwice(), async ({ address }) => {
      const plan = planLoad({ target: address, load: open, timing: patient });
      const { counts, verificationFailure } = await runShare(runEngine, plan);
      expect(verificationFailure).toBeNull();
      expect(counts).toMatchObject({ scheduled: 400, ok: 400, lost: 0, reordered: 0 });
      // The load may end between the last reply and its double.
      expect(counts.duplicated).toBeGreaterThanOrEqual(396);
      expect(counts.duplicated).toBeLessThanOrEqual(400);
    }));

  test('each reply that was overtaken is counted, and is no failure', () =>
    withServer(startSwapping(), async ({ address }) => {
      const plan = planLoad({ target: address, load: open, timing: patient });
      const { counts, verificationFailure } = await runShare(runEngine, plan);
      expect(verificationFailure).toBeNull();
      expect(counts).toMatchObject({ scheduled: 400, ok: 400, reordered: 200, duplicated: 0 });
    }));
}

function testWrongReplies(runEngine: RunEngine): void {
  const named = (sequence: number, connection: number) => {
    const message = createMessage(64, connection);
    writeSequence(message, sequence);
    return message;
  };
  const flip = (message: Buffer) => {
    message[40] = (message[40] ?? 0) ^ 1;
    return message;
  };

  test.each([
    ['a flipped bit', flip],
    ['a byte too few', (message) => message.subarray(1)],
    ['a byte too many', (message) => Buffer.concat([message, Buffer.from('x')])],
    ['nothing', () => Buffer.alloc(0)],
    ['the message of another client', () => named(0, 2)],
    ['a message that was never sent', () => named(4_000_000, 1)],
  ] satisfies [string, (message: Buffer) => Buffer][])(
    '%s as a reply ends the load and is named',
    (_name, change) =>
      withServer(startChanging(50, change), async ({ address }) => {
        const timing = { ...patient, measureNs: 10_000 * MS };
        const plan = planLoad({ target: address, timing });
        const { verificationFailure, counts, window } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(
          /^connection 1: a datagram of \d+ bytes came that answers none of its messages: /,
        );
        expect(counts).toMatchObject({ corrupt: 1, failed: { FAILED_VERIFICATION: 1 } });
        expect((window?.endNs ?? 0) - (window?.startNs ?? 0)).toBeLessThan(plan.timing.measureNs);
      }),
  );
}

function testNoAnswer(runEngine: RunEngine): void {
  test('clients of a mute server are starved; each tries again when its message is lost', () =>
    withServer(startMuteDatagrams(), async ({ address }) => {
      const timing = { ...UNSERVED, warmupNs: 0, timeoutNs: 50 * MS };
      const plan = planLoad({ target: address, timing });
      const { counts, connections, times } = await runShare(runEngine, plan);
      expect(connections).toMatchObject({ established: 4, served: 0, starved: 4, refused: 0 });
      expect(counts).toMatchObject({ ok: 0, failed: {}, dropped: 0 });
      expect(counts.lost).toBeGreaterThanOrEqual(4);
      // One message for each time-out and client, no more.
      expect(counts.scheduled).toBeLessThanOrEqual(4 * 5);
      expect(times.responseTimeNs?.count).toBe(counts.scheduled);
    }));

  test('the messages of an open loop on a mute server are all on the books', () =>
    withServer(startMuteDatagrams(), async ({ address }) => {
      const timing = { ...losing, ...UNSERVED, timeoutNs: 50 * MS, drainNs: 100 * MS };
      const plan = planLoad({ target: address, load: open, timing });
      const { counts } = await runShare(runEngine, plan);
      expect(counts).toMatchObject({ scheduled: 400, sent: 400, ok: 0 });
      expect(counts.lost + counts.unfinished + counts.timedOut).toBe(400);
      expect(counts.lost).toBeGreaterThan(0);
    }));

  test('a closed port is named once for each connection, and paced by the time-out', () =>
    withServer(startClosedDatagramPort(), async ({ address }) => {
      const timing = { ...UNSERVED, warmupNs: 0, timeoutNs: 50 * MS };
      const plan = planLoad({ target: address, timing });
      const { counts, connections } = await runShare(runEngine, plan);
      expect(connections).toMatchObject({ attempted: 4, served: 0, starved: 4, refused: 4 });
      expect(connections.failed).toEqual({ ECONNREFUSED: 4 });
      expect(counts).toMatchObject({ ok: 0, failed: {} });
      expect(counts.scheduled).toBeLessThanOrEqual(4 * 5);
    }));

  test('a name without an address ends every client, and the load on time', async () => {
    const target = { transport: 'udp', host: 'absent.invalid', port: 7 } as const;
    const { connections, counts } = await runShare(runEngine, planLoad({ target }));
    expect(connections).toMatchObject({ attempted: 4, established: 0, starved: 4 });
    expect(counts).toMatchObject({ scheduled: 0 });
  });
}
