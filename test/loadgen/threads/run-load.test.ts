import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import type { LoadResult } from '../../../loadgen/threads/merge-shares.ts';
import { type LoadEvents, type LoadProgress, runLoad } from '../../../loadgen/threads/run-load.ts';
import { assertLedger } from '../../../results/assert-ledger.ts';
import { startRooms } from '../chat-servers.ts';
import {
  startCorrupting,
  startCountingEcho,
  startEcho,
  startHangingUp,
  startMute,
  startRefusing,
} from '../faulty-servers.ts';
import { planLoad } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const NEVER = new AbortController().signal;
const SILENT: LoadEvents = { progress: () => {}, windowSet: () => {} };
const five: LoadPlan['load'] = { loop: 'closed', connections: 5, depth: 1, thinkTimeNs: 0 };
const timing = { firstReplyWaitNs: 3_000_000_000 };

function expectTimesToMatchCounts({ counts, times }: LoadResult): void {
  assertLedger(counts);
  const timed = counts.ok + counts.timedOut + counts.dropped + counts.unfinished;
  expect(times.responseTimeNs?.count).toBe(timed);
  expect(times.serviceTimeNs?.count).toBe(timed - counts.dropped);
}

describe('a load on two threads', () => {
  test('gives every connection to exactly one thread, and adds up what both measured', () =>
    withServer(startCountingEcho(64), async ({ address, connectionsSeen }) => {
      const plan = planLoad({ target: address, load: five, threads: 2, timing });
      const result = await runLoad(plan, SILENT, NEVER);
      expect(connectionsSeen()).toEqual([0, 1, 2, 3, 4]);
      expect(result.connections).toMatchObject({ attempted: 5, served: 5, starved: 0 });
      expect(result.counts.ok).toBe(result.counts.scheduled);
      expectTimesToMatchCounts(result);
      expect(result.times.firstReplyTimeNs?.count).toBe(5);
    }));

  test('measures a window of exactly the asked length, and tells its times ahead', () =>
    withServer(startEcho(), async ({ address }) => {
      const plan = planLoad({ target: address, load: five, threads: 2, timing });
      const windows: { startNs: bigint; endNs: bigint; toldNs: bigint }[] = [];
      const windowSet = (set: { startNs: bigint; endNs: bigint }) =>
        windows.push({ ...set, toldNs: process.hrtime.bigint() });
      const { measuredNs, timeline } = await runLoad(plan, { ...SILENT, windowSet }, NEVER);
      expect(measuredNs).toBe(plan.timing.measureNs);
      expect(timeline).toHaveLength(2);
      expect(windows).toHaveLength(1);
      const [set] = windows;
      expect(Number((set?.endNs ?? 0n) - (set?.startNs ?? 0n))).toBe(plan.timing.measureNs);
      expect(set?.toldNs).toBeLessThan(set?.startNs ?? 0n);
    }));

  test('keeps a chat room on one of them, and adds up the deliveries of both', () =>
    withServer(startRooms(), async ({ address }) => {
      const workload = {
        kind: 'chat',
        rooms: 3,
        membersPerRoom: 4,
        speakersPerRoom: 1,
        payloadBytes: 32,
        slowReaders: 0,
      } as const;
      const load = {
        loop: 'open',
        connections: 12,
        offeredRatePerSec: 150,
        arrivals: 'constant',
      } as const;
      const plan = planLoad({ target: address, workload, load, threads: 2, timing });
      const { counts, deliveries, verificationFailure } = await runLoad(plan, SILENT, NEVER);
      expect(verificationFailure).toBeNull();
      expect(counts).toMatchObject({ scheduled: 30, ok: 30 });
      expect(deliveries?.counts).toMatchObject({ expected: 90, delivered: 90 });
      expect(deliveries?.times.deliveryTimeNs?.count).toBe(90);
      expect(deliveries?.times.lastReceiverTimeNs?.count).toBe(30);
    }));

  test('offers the whole rate between them', () =>
    withServer(startEcho(), async ({ address }) => {
      const load = {
        loop: 'open',
        connections: 5,
        offeredRatePerSec: 1000,
        arrivals: 'constant',
      } as const;
      const result = await runLoad(
        planLoad({ target: address, load, threads: 2, timing }),
        SILENT,
        NEVER,
      );
      expect(result.counts).toMatchObject({ scheduled: 200, ok: 200 });
    }));

  test('never has a thread without a connection', () =>
    withServer(startCountingEcho(64), async ({ address, connectionsSeen }) => {
      const load = { ...five, connections: 1 } as LoadPlan['load'];
      const plan = planLoad({ target: address, load, threads: 2, timing });
      const { connections } = await runLoad(plan, SILENT, NEVER);
      expect(connectionsSeen()).toEqual([0]);
      expect(connections.attempted).toBe(1);
    }));

  test('is ended by a wrong reply on either', () =>
    withServer(startCorrupting(64, 100), async ({ address }) => {
      const plan = planLoad({
        target: address,
        load: five,
        threads: 2,
        timing: { ...timing, measureNs: 60e9 },
      });
      const { verificationFailure, measuredNs } = await runLoad(plan, SILENT, NEVER);
      expect(verificationFailure).toMatch(/^connection 1: /);
      expect(measuredNs).toBeLessThan(60e9);
    }));
});

describe('a load', () => {
  test('that is stopped gives what it measured so far', () =>
    withServer(startEcho(), async ({ address }) => {
      const stop = new AbortController();
      const events = {
        ...SILENT,
        progress: ({ answeredInWindow }: LoadProgress) => {
          if (answeredInWindow > 0) stop.abort();
        },
      };
      const long = { ...timing, measureNs: 60e9 };
      const result = await runLoad(
        planLoad({ target: address, load: five, threads: 2, timing: long }),
        events,
        stop.signal,
      );
      expect(result.measuredNs).toBeGreaterThan(0);
      expect(result.measuredNs).toBeLessThan(60e9);
      expect(result.counts.ok).toBeGreaterThan(0);
      expectTimesToMatchCounts(result);
    }));

  test('that is stopped before it begins has measured nothing', () =>
    withServer(startMute(), async ({ address }) => {
      const plan = planLoad({ target: address, timing: { firstReplyWaitNs: 60e9 } });
      const { measuredNs, counts } = await runLoad(plan, SILENT, AbortSignal.abort());
      expect(measuredNs).toBeNull();
      expect(counts.scheduled).toBe(0);
    }));

  test('waits for a slow ramp to its end, however long nobody new is served', () =>
    withServer(startEcho(), async ({ address }) => {
      const load = { ...five, connections: 2, rampPerSec: 0.8 };
      const { connections } = await runLoad(planLoad({ target: address, load }), SILENT, NEVER);
      expect(connections).toMatchObject({ attempted: 2, served: 2 });
    }));

  test('whose server has ended every conversation waits for nothing', () =>
    withServer(startHangingUp(64, 1), async ({ address }) => {
      const plan = planLoad({ target: address, timing: { ...timing, measureNs: 60e9 } });
      const { measuredNs, connections } = await runLoad(plan, SILENT, NEVER);
      expect(connections).toMatchObject({ served: 4, closedByServer: 4 });
      expect(measuredNs ?? 0).toBeLessThan(60e9);
    }));

  test('that is refused everywhere says so instead of waiting', () =>
    withServer(startRefusing(), async ({ address }) => {
      const plan = planLoad({
        target: address,
        timing: { firstReplyWaitNs: 60e9, measureNs: 60e9 },
      });
      const { connections } = await runLoad(plan, SILENT, NEVER);
      expect(connections).toMatchObject({ attempted: 4, refused: 4, established: 0 });
    }));

  test('reports its phases in order, and figures that only grow', () =>
    withServer(startEcho(), async ({ address }) => {
      const seen: LoadProgress[] = [];
      const plan = planLoad({ target: address, timing: { ...timing, measureNs: 350_000_000 } });
      await runLoad(plan, { ...SILENT, progress: (progress) => seen.push(progress) }, NEVER);
      const order = ['opening', 'warm-up', 'measuring', 'draining'];
      const phases = seen.map(({ phase }) => order.indexOf(phase));
      expect(phases).toEqual([...phases].sort((a, b) => a - b));
      expect(seen.some(({ phase }) => phase === 'measuring')).toBe(true);
      const answered = seen.map((progress) => progress.answered);
      expect(answered).toEqual([...answered].sort((a, b) => a - b));
    }));

  test('is ended by a failure to report, and that failure comes out', () =>
    withServer(startEcho(), async ({ address }) => {
      const plan = planLoad({ target: address, timing: { ...timing, measureNs: 60e9 } });
      const windowSet = () => {
        throw new Error('nobody listens');
      };
      await expect(runLoad(plan, { ...SILENT, windowSet }, NEVER)).rejects.toThrow(
        'nobody listens',
      );
    }));
});
