import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import type { LoadShareResult } from '../../../loadgen/recording/share-result.ts';
import {
  startByteAtATimeEcho,
  startCorrupting,
  startEcho,
  startGluedEcho,
  startHangingUp,
  startTurnTakingEcho,
} from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const BLOCK_BYTES = 65_536;
const load: LoadPlan['load'] = { loop: 'closed', connections: 2, depth: 16, thinkTimeNs: 0 };
/** Whatever is in flight at the end of the window is waited for. */
const PATIENT = { drainNs: 5_000_000_000 } as const;

function stream(payloadBytes = BLOCK_BYTES): LoadPlan['workload'] {
  return { kind: 'stream', payloadBytes };
}

function expectAllOk({ counts, verificationFailure }: LoadShareResult): void {
  expect(verificationFailure).toBeNull();
  expect(counts.ok).toBeGreaterThan(0);
  expect(counts).toMatchObject({ ok: counts.scheduled, sent: counts.scheduled, failed: {} });
}

/** Bulk transfer both ways at once. */
export function testStreams(runEngine: RunEngine): void {
  describe('a stream of blocks', () => {
    test('comes back whole, block by block', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, workload: stream(), load, timing: PATIENT });
        const result = await runShare(runEngine, plan);
        expectAllOk(result);
        expect(result.connections).toMatchObject({ served: 2, starved: 0, closedByServer: 0 });
      }));

    test('is sent ahead as deep as was asked: a server that waits for 16 blocks has them', () =>
      withServer(startGluedEcho(BLOCK_BYTES, 16), async ({ address }) => {
        const timing = UNSERVED;
        const plan = planLoad({ target: address, workload: stream(), load, timing });
        const { counts, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toBeNull();
        expect(counts.ok).toBeGreaterThanOrEqual(16);
        expect(counts.ok + counts.unfinished).toBe(counts.scheduled);
      }));

    test('never locks up with a server that writes before it reads on, more than all buffers hold', () =>
      withServer(startTurnTakingEcho(), async ({ address }) => {
        const workload = stream(4 << 20);
        const plan = planLoad({ target: address, workload, load, timing: PATIENT });
        expectAllOk(await runShare(runEngine, plan));
      }));

    test('is put together from single bytes', () =>
      withServer(startByteAtATimeEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, workload: stream(40), load, timing: PATIENT });
        expectAllOk(await runShare(runEngine, plan));
      }));

    test('is compared to its last byte', () =>
      withServer(startCorrupting(BLOCK_BYTES, 40), async ({ address }) => {
        // The wrong block ends it, however long that takes to come.
        const timing = { measureNs: 10_000_000_000 };
        const plan = planLoad({ target: address, workload: stream(), load, timing });
        const { verificationFailure, counts } = await runShare(runEngine, plan);
        expect(verificationFailure).toMatch(/^connection 1: reply 39 was due, a corrupt one came/);
        expect(counts.corrupt).toBe(1);
      }));

    test('leaves in an open loop when the schedule says', () =>
      withServer(startEcho(), async ({ address }) => {
        const open = {
          loop: 'open',
          connections: 2,
          offeredRatePerSec: 500,
          arrivals: 'constant',
        } as const;
        const plan = planLoad({ target: address, workload: stream(), load: open, timing: PATIENT });
        const result = await runShare(runEngine, plan);
        expectAllOk(result);
        expect(result.counts.scheduled).toBe(100);
      }));

    test('that the server ends books what was on its way', () =>
      withServer(startHangingUp(BLOCK_BYTES, 3), async ({ address }) => {
        const plan = planLoad({ target: address, workload: stream(), load, timing: UNSERVED });
        const { connections, verificationFailure } = await runShare(runEngine, plan);
        expect(verificationFailure).toBeNull();
        expect(connections.closedByServer + connections.reset).toBe(2);
      }));
  });
}
