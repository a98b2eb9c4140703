import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import {
  startCorrupting,
  startDuplicating,
  startFallingSilent,
  startHangingUp,
  startMute,
  startRefusing,
  startResetting,
  startSwallowing,
} from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

/** The load starts with the window: what goes wrong from the second message on is inside it. */
const noWarmup = { warmupNs: 0 };
/** Every message comes to its end by itself: the drain is a guard. */
const patient = { ...noWarmup, drainNs: 5e9 };
const deep: LoadPlan['load'] = { loop: 'closed', connections: 4, depth: 4, thinkTimeNs: 0 };

export function testFaults(runEngine: RunEngine): void {
  testWrongReplies(runEngine);
  testSilence(runEngine);
  testEndedConnections(runEngine);
}

function testWrongReplies(runEngine: RunEngine): void {
  describe('of a server that answers wrongly', () => {
    test('a flipped bit ends the load, and the message names connection and reply', () =>
      withServer(startCorrupting(64, 50), async ({ address }) => {
        const plan = planLoad({ target: address, timing: { ...noWarmup, measureNs: 10e9 } });
        const { verificationFailure, counts, window } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(/^connection 1: reply 49 was due, a corrupt one came:/);
        expect(counts.corrupt).toBe(1);
        expect(counts.failed).toEqual({ FAILED_VERIFICATION: 1 });
        expect((window?.endNs ?? 0) - (window?.startNs ?? 0)).toBeLessThan(10e9);
      }));

    test('a flipped bit in the very first reply is found before the window opens', () =>
      withServer(startCorrupting(64, 1), async ({ address }) => {
        const { verificationFailure } = await runShare(runEngine, planLoad({ target: address }));
        expect(verificationFailure).toMatch(/^connection 1: reply 0 was due, a corrupt one came:/);
      }));

    test('a reply that comes twice is named as a duplicate', () =>
      withServer(startDuplicating(64, 50), async ({ address }) => {
        const plan = planLoad({ target: address, timing: { ...noWarmup, measureNs: 10e9 } });
        const { verificationFailure, counts } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(/^connection 1: .* was due, a duplicated one came:/);
        expect(counts.duplicated).toBe(1);
      }));

    test('a lost reply shows as soon as the next one comes in its place', () =>
      withServer(startSwallowing(64, 50), async ({ address }) => {
        const timing = { ...noWarmup, measureNs: 10e9 };
        const plan = planLoad({ target: address, load: deep, timing });
        const { verificationFailure, counts } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(
          /^connection 1: reply 49 was due, a later one \(one was left out, or overtaken\) came/,
        );
        expect(counts.reordered).toBe(1);
      }));
  });
}

function testSilence(runEngine: RunEngine): void {
  describe('of a server that falls silent', () => {
    test('clients that never hear anything are starved, with their whole wait on the books', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({ target: address, timing: UNSERVED });
        const { counts, connections, times } = await runShare(runEngine, plan);
        expect(connections).toMatchObject({ attempted: 4, established: 4, served: 0, starved: 4 });
        expect(counts).toMatchObject({ scheduled: 4, sent: 4, ok: 0, unfinished: 4, timedOut: 0 });
        const waitedNs = plan.timing.warmupNs + plan.timing.measureNs;
        expect(times.responseTimeNs?.count).toBe(4);
        expect(times.responseTimeNs?.min).toBeGreaterThanOrEqual(waitedNs);
        expect(times.firstReplyTimeNs).toBeNull();
      }));

    test('a wait longer than the time-out counts as timed out', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({ target: address, timing: { ...UNSERVED, timeoutNs: 50_000_000 } });
        const { counts, times } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 4, unfinished: 0, timedOut: 4 });
        expect(times.responseTimeNs?.min).toBeGreaterThanOrEqual(plan.timing.measureNs);
      }));

    test('a message without a reply is waited for to the end of the drain, and then unfinished', () =>
      withServer(startFallingSilent(64, 20), async ({ address }) => {
        const plan = planLoad({ target: address, timing: noWarmup });
        const { counts, connections, times, silentNs } = await runShare(runEngine, plan);
        expect(connections).toMatchObject({ served: 4, starved: 0 });
        // The drain is no part of it: only the window is.
        expect(silentNs).toBeGreaterThan(0);
        expect(silentNs).toBeLessThanOrEqual(plan.timing.measureNs);
        // The first reply came before the window, 19 in it, and one message waits for ever.
        expect(counts).toMatchObject({ scheduled: 4 * 20, ok: 4 * 19, unfinished: 4 });
        expect(times.responseTimeNs?.max).toBeGreaterThanOrEqual(plan.timing.drainNs);
      }));

    test('one client without a reply does not stop the others', () =>
      withServer(startSwallowing(64, 5), async ({ address }) => {
        const plan = planLoad({ target: address, timing: noWarmup });
        const { counts, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toBeNull();
        expect(counts.unfinished).toBe(1);
        expect(counts.ok).toBeGreaterThan(20);
      }));
  });
}

function testEndedConnections(runEngine: RunEngine): void {
  describe('of a server that ends its connections', () => {
    test('a reset fails the message in flight with ECONNRESET', () =>
      withServer(startResetting(64, 20), async ({ address }) => {
        const plan = planLoad({ target: address, timing: patient });
        const { counts, connections } = await runShare(runEngine, plan);
        expect(counts.failed).toEqual({ ECONNRESET: 4 });
        expect(counts).toMatchObject({ scheduled: 4 * 20, ok: 4 * 19 });
        expect(connections).toMatchObject({ reset: 4, closedByServer: 0, served: 4 });
      }));

    test('a reset fails every message in flight at a depth', () =>
      withServer(startResetting(64, 20), async ({ address }) => {
        const plan = planLoad({ target: address, load: deep, timing: patient });
        const { counts, connections } = await runShare(runEngine, plan);
        // All that was sent and not answered: at least the message that provoked the reset.
        const { ECONNRESET = 0, EPIPE = 0 } = counts.failed;
        expect(ECONNRESET + EPIPE).toBe(counts.scheduled - counts.ok);
        expect(ECONNRESET + EPIPE).toBeGreaterThanOrEqual(4);
        expect(connections.reset).toBe(4);
      }));

    test('a server that hangs up after the first reply has served and left in good order', () =>
      withServer(startHangingUp(64, 1), async ({ address }) => {
        const { counts, connections } = await runShare(runEngine, planLoad({ target: address }));
        expect(connections).toMatchObject({ served: 4, starved: 0, closedByServer: 4, reset: 0 });
        expect(counts).toMatchObject({ scheduled: 0, failed: {} });
      }));

    test('messages that an open loop has for a connection that is gone are dropped, not lost', () =>
      withServer(startHangingUp(64, 1), async ({ address }) => {
        const load = {
          loop: 'open',
          connections: 4,
          offeredRatePerSec: 1000,
          arrivals: 'constant',
        } as const;
        const plan = planLoad({ target: address, load });
        const { counts, times } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 200, dropped: 200, sent: 0 });
        expect(times.responseTimeNs?.count).toBe(200);
      }));

    test('a closed port refuses every connection, and the load ends on time', () =>
      withServer(startRefusing(), async ({ address }) => {
        const { counts, connections } = await runShare(runEngine, planLoad({ target: address }));
        expect(connections).toMatchObject({ attempted: 4, established: 0, refused: 4, starved: 4 });
        expect(counts).toMatchObject({ scheduled: 0, sent: 0 });
      }));
  });
}
