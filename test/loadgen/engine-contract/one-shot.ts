import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import {
  startByteAtATimeEcho,
  startCorrupting,
  startDuplicating,
  startEcho,
  startGreeting,
  startMute,
  startRefusing,
  startResetting,
} from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const churn = { kind: 'churn', payloadBytes: 64 } as const;
const greet = { kind: 'greet' } as const;
const load: LoadPlan['load'] = { loop: 'closed', connections: 2, depth: 1, thinkTimeNs: 0 };
/** Each message costs a port for a minute: a short window is enough. */
const timing = { warmupNs: 0, measureNs: 100_000_000 };

/** A connection for every message. */
export function testOneShotClients(runEngine: RunEngine): void {
  testChurn(runEngine);
  testGreet(runEngine);
}

function testChurn(runEngine: RunEngine): void {
  describe('churn', () => {
    test('every message has a connection of its own', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts, connections, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toBeNull();
        expect(counts.ok).toBeGreaterThan(2);
        expect(counts).toMatchObject({ ok: counts.scheduled, failed: {} });
        expect(connections).toMatchObject({ served: connections.established, starved: 0 });
        expect(connections.served).toBeGreaterThanOrEqual(counts.ok);
      }));

    test('a reply that comes a byte at a time is whole', () =>
      withServer(startByteAtATimeEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts } = await runShare(runEngine, plan);
        expect(counts.ok).toBe(counts.scheduled);
        expect(counts.ok).toBeGreaterThan(0);
      }));

    test('an open loop schedules connections exactly', () =>
      withServer(startEcho(), async ({ address }) => {
        const paced = {
          loop: 'open',
          connections: 4,
          offeredRatePerSec: 500,
          arrivals: 'constant',
        } as const;
        const plan = planLoad({ target: address, workload: churn, load: paced });
        const { counts } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 100, sent: 100, ok: 100 });
      }));

    test('a closed port fails each message with ECONNREFUSED, and is tried again', () =>
      withServer(startRefusing(), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts, connections } = await runShare(runEngine, plan);
        expect(counts.ok).toBe(0);
        const { ECONNREFUSED = 0, ...others } = counts.failed;
        expect(others).toEqual({});
        // The window may close on a client that is just connecting.
        expect(counts.unfinished).toBeLessThanOrEqual(2);
        expect(ECONNREFUSED).toBeGreaterThan(2);
        // Each of the two clients tries once before the window.
        expect(connections.refused).toBe(ECONNREFUSED + 2);
      }));

    test('a server that resets each connection fails each message, and is tried again', () =>
      withServer(startResetting(64, 0), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts, connections } = await runShare(runEngine, plan);
        const { ECONNRESET = 0, ...others } = counts.failed;
        expect(others).toEqual({});
        expect(counts.unfinished).toBeLessThanOrEqual(2);
        expect(ECONNRESET).toBeGreaterThan(2);
        expect(connections.reset).toBe(ECONNRESET + 2);
      }));

    test('a mute server starves the clients, and both messages are on the books', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({
          target: address,
          workload: churn,
          load,
          timing: { ...timing, ...UNSERVED },
        });
        const { counts, connections, times } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 2, ok: 0, unfinished: 2 });
        expect(connections.starved).toBe(2);
        expect(times.responseTimeNs?.count).toBe(2);
      }));

    test('a flipped bit ends the load and is named', () =>
      withServer(startCorrupting(64, 1), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(/^connection 1: a corrupt reply came/);
        expect(counts.corrupt).toBe(1);
      }));

    test('a reply that comes twice at once is named as a duplicate', () =>
      withServer(startDuplicating(64, 1), async ({ address }) => {
        const plan = planLoad({ target: address, workload: churn, load, timing });
        const { counts, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(/^connection 1: a duplicated reply came/);
        expect(counts.duplicated).toBe(1);
      }));
  });
}

function testGreet(runEngine: RunEngine): void {
  describe('greet', () => {
    test.each(['Welcome', ''])("the greeting '%s' that was expected is ok", (greeting) =>
      withServer(startGreeting(greeting), async ({ address }) => {
        const plan = planLoad({ target: address, workload: greet, load, timing });
        const result = await runShare(runEngine, { ...plan, expectedGreeting: greeting });
        expect(result.verificationFailure).toBeNull();
        expect(result.counts.ok).toBe(result.counts.scheduled);
        expect(result.counts.ok).toBeGreaterThan(0);
      }),
    );

    test('another greeting than was expected ends the load and is quoted', () =>
      withServer(startGreeting('Go away'), async ({ address }) => {
        const plan = planLoad({ target: address, workload: greet, load, timing });
        const result = await runShare(runEngine, { ...plan, expectedGreeting: 'Welcome' });
        expect(result.verificationFailure).toBe('the greeting was "Go away", not "Welcome"');
        expect(result.counts.corrupt).toBeGreaterThanOrEqual(1);
      }));

    test('where none is expected, hanging up without a word is no greeting', () =>
      withServer(startGreeting(''), async ({ address }) => {
        const plan = planLoad({ target: address, workload: greet, load, timing });
        const { counts, connections } = await runShare(runEngine, plan);
        expect(counts.ok).toBe(0);
        expect(counts.failed.END_OF_STREAM).toBeGreaterThan(0);
        expect(connections.served).toBe(0);
      }));

    test('where none is expected, the first greeting is the measure of the others', () =>
      withServer(startGreeting('one', 'one', 'one', 'two'), async ({ address }) => {
        const plan = planLoad({ target: address, workload: greet, load, timing });
        const { verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toBe('the greeting was "two", not "one"');
      }));
  });
}
