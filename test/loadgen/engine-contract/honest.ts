import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadShareResult } from '../../../loadgen/recording/share-result.ts';
import { startByteAtATimeEcho, startEcho, startGluedEcho } from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const closed = { loop: 'closed', connections: 4, depth: 1, thinkTimeNs: 0 } as const;

function expectAllOk({ counts, connections, verificationFailure }: LoadShareResult): void {
  expect(verificationFailure).toBeNull();
  expect(counts.ok).toBeGreaterThan(0);
  expect(counts).toMatchObject({ ok: counts.scheduled, sent: counts.scheduled, failed: {} });
  expect(connections).toMatchObject({ starved: 0, refused: 0, reset: 0, closedByServer: 0 });
  expect(connections.served).toBe(connections.established);
}

/** Servers that answer rightly, whatever way the bytes take. */
export function testHonestServers(runEngine: RunEngine): void {
  describe('of a server that answers rightly', () => {
    test('every message is ok, and its three times are kept', () =>
      withServer(startEcho(), async ({ address }) => {
        const result = await runShare(runEngine, planLoad({ target: address }));
        expectAllOk(result);
        const { times, counts, connections } = result;
        expect(connections).toMatchObject({ attempted: 4, established: 4, served: 4 });
        expect(times.responseTimeNs?.count).toBe(counts.ok);
        expect(times.serviceTimeNs?.count).toBe(counts.ok);
        expect(times.sendLagNs?.count).toBe(counts.ok);
        expect(times.connectTimeNs?.count).toBe(4);
        expect(times.firstReplyTimeNs?.count).toBe(4);
      }));

    test('the window is as long as was asked, and its timeline adds up to what it answered', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address });
        const { window, timeline, counts } = await runShare(runEngine, plan);
        expect((window?.endNs ?? 0) - (window?.startNs ?? 0)).toBe(plan.timing.measureNs);
        const ok = timeline.reduce((sum, interval) => sum + interval.ok, 0);
        expect(ok).toBe(counts.answeredInWindow);
      }));

    test('the garbage collections of its own thread in the window are told', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address });
        const { garbageCollections } = await runShare(runEngine, plan);
        expect(garbageCollections?.count).toBeGreaterThanOrEqual(0);
        expect(garbageCollections?.totalNs).toBeLessThan(plan.timing.measureNs);
      }));

    test('replies that come a byte at a time are whole', () =>
      withServer(startByteAtATimeEcho(), async ({ address }) => {
        const workload = { kind: 'conversation', payloadBytes: 24 } as const;
        expectAllOk(await runShare(runEngine, planLoad({ target: address, workload })));
      }));

    test('replies that come glued are told apart, and each is followed by a message', () =>
      withServer(startGluedEcho(64, 2), async ({ address }) => {
        const load = { ...closed, depth: 2 };
        expectAllOk(
          await runShare(runEngine, planLoad({ target: address, load, timing: UNSERVED })),
        );
      }));

    test('a thinking client keeps its depth when replies come glued', () =>
      withServer(startGluedEcho(64, 2), async ({ address }) => {
        const load = { ...closed, connections: 1, depth: 2, thinkTimeNs: 1_000_000 };
        const timing = { ...UNSERVED, drainNs: 400_000_000 };
        const result = await runShare(runEngine, planLoad({ target: address, load, timing }));
        // The window may close between two messages of a pair: then the last one has no answer.
        expect(result.counts.unfinished).toBeLessThanOrEqual(1);
        expect(result.counts.ok).toBeGreaterThan(4);
      }));

    test('a depth of 8 puts 8 messages in flight: a server that waits for 8 answers', () =>
      withServer(startGluedEcho(64, 8), async ({ address }) => {
        expectAllOk(
          await runShare(
            runEngine,
            planLoad({ target: address, load: { ...closed, depth: 8 }, timing: UNSERVED }),
          ),
        );
      }));

    test.each([1, 17, 4096, 1 << 20])('messages of %i bytes come back whole', (payloadBytes) =>
      withServer(startEcho(), async ({ address }) => {
        const workload = { kind: 'conversation', payloadBytes } as const;
        const timing = { drainNs: 5_000_000_000 };
        expectAllOk(await runShare(runEngine, planLoad({ target: address, workload, timing })));
      }),
    );

    test('IPv6 is loaded like IPv4', () =>
      withServer(startEcho({ host: '::1' }), async ({ address }) => {
        expectAllOk(await runShare(runEngine, planLoad({ target: address })));
      }));

    test('a unix socket is loaded like TCP', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'echosounder-test-'));
      try {
        await withServer(startEcho({ path: join(folder, 's') }), async ({ address }) => {
          expectAllOk(await runShare(runEngine, planLoad({ target: address })));
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    test('connections beyond those that open at a time are all made, and none twice', () =>
      withServer(startEcho(), async ({ address }) => {
        const load = { ...closed, connections: 200 };
        const timing = { firstReplyWaitNs: 5_000_000_000 };
        const result = await runShare(runEngine, planLoad({ target: address, load, timing }));
        expect(result.connections).toMatchObject({ attempted: 200, established: 200, served: 200 });
      }));
  });
}
