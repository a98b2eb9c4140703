import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../../loadgen/load-plan.ts';
import type { LoadShareResult } from '../../../loadgen/recording/share-result.ts';
import { mergeShares } from '../../../loadgen/threads/merge-shares.ts';
import { startEcho, startFallingSilent, startFreezing, startMute } from '../faulty-servers.ts';
import { planLoad, type RunEngine, runShare, UNSERVED } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const closed: LoadPlan['load'] = { loop: 'closed', connections: 4, depth: 1, thinkTimeNs: 0 };

function open(offeredRatePerSec: number, connections = 4): LoadPlan['load'] {
  return { loop: 'open', connections, offeredRatePerSec, arrivals: 'constant' };
}

function p99Ns(result: LoadShareResult): number {
  return mergeShares([result]).times.responseTimeNs?.p99 ?? 0;
}

/** When messages leave, and what becomes of those that can't. */
export function testPacing(runEngine: RunEngine): void {
  testOpenLoop(runEngine);
  testStop(runEngine);
}

function testOpenLoop(runEngine: RunEngine): void {
  describe('an open loop', () => {
    test('puts exactly the scheduled messages into the window', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, load: open(2000) });
        const { counts } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 400, sent: 400, ok: 400, dropped: 0 });
      }));

    test('the same seed schedules the same number of Poisson arrivals', () =>
      withServer(startEcho(), async ({ address }) => {
        const load = { ...open(2000), arrivals: 'poisson' } as LoadPlan['load'];
        const plan = planLoad({ target: address, load, seed: 7 });
        const first = await runShare(runEngine, plan);
        const second = await runShare(runEngine, plan);
        expect(first.counts.scheduled).toBe(second.counts.scheduled);
        expect(first.counts.scheduled).toBeGreaterThan(200);
      }));

    test('sees a freeze that a closed loop hides', () =>
      withServer(startFreezing(64, 150, 200), async (forOpen) => {
        const timing = { warmupNs: 0, measureNs: 600_000_000 };
        const asOpen = planLoad({ target: forOpen.address, load: open(1000), timing });
        const openResult = await runShare(runEngine, asOpen);
        await withServer(startFreezing(64, 150, 200), async (forClosed) => {
          const asClosed = planLoad({ target: forClosed.address, load: closed, timing });
          const closedResult = await runShare(runEngine, asClosed);
          // Both met the freeze: the longest wait of each says so.
          expect(closedResult.times.responseTimeNs?.max).toBeGreaterThan(150_000_000);
          expect(openResult.counts.ok).toBe(600);
          expect(p99Ns(openResult)).toBeGreaterThan(5 * p99Ns(closedResult));
        });
      }));

    test('charges a freeze to the messages that could not leave in it, from when they were due', () =>
      withServer(startFreezing(64, 50, 200), async ({ address }) => {
        const workload = { kind: 'churn', payloadBytes: 64 } as const;
        const timing = { warmupNs: 0, measureNs: 400_000_000 };
        const plan = planLoad({ target: address, workload, load: open(500), timing });
        const result = await runShare(runEngine, plan);
        const { responseTimeNs, serviceTimeNs } = mergeShares([result]).times;
        expect(result.counts).toMatchObject({ scheduled: 200, ok: 200 });
        // Four were on their way and have a long service time; a hundred waited behind them.
        expect(responseTimeNs?.p90).toBeGreaterThan(5 * (serviceTimeNs?.p90 ?? 0));
      }));

    test('loses nothing behind a stalled server: what could not leave is dropped with its wait', () =>
      withServer(startFallingSilent(64, 1), async ({ address }) => {
        const plan = planLoad({ target: address, load: open(5000, 1), timing: { warmupNs: 0 } });
        const { counts, times } = await runShare(runEngine, plan);
        expect(counts).toMatchObject({ scheduled: 1000, ok: 0, failed: {} });
        expect(counts.dropped).toBeGreaterThan(0);
        expect(counts.unfinished).toBeGreaterThan(0);
        expect(times.responseTimeNs?.count).toBe(1000);
        expect(times.responseTimeNs?.min).toBeGreaterThanOrEqual(plan.timing.drainNs);
      }));

    test('keeps the messages of clients that were never served on the books', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({
          target: address,
          load: open(1000),
          timing: { ...UNSERVED, warmupNs: 0 },
        });
        const { counts, connections } = await runShare(runEngine, plan);
        expect(connections.starved).toBe(4);
        // 200 that were due in the window, and the four that waited all through it.
        expect(counts).toMatchObject({ scheduled: 204, ok: 0 });
      }));
  });
}

function testStop(runEngine: RunEngine): void {
  const long = { measureNs: 60e9 };

  describe('a stop', () => {
    test.each([
      ['closed', closed],
      ['open', open(2000)],
    ] as const)('ends a %s loop in mid-window with what was measured so far', (_name, load) =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, load, timing: long });
        const result = await runShare(
          runEngine,
          plan,
          ({ answeredInWindow }) => answeredInWindow > 50,
        );
        const { window, counts } = result;
        const measuredNs = (window?.endNs ?? 0) - (window?.startNs ?? 0);
        expect(measuredNs).toBeGreaterThan(0);
        expect(measuredNs).toBeLessThan(60e9);
        expect(counts.answeredInWindow).toBeGreaterThan(50);
      }),
    );

    test('ends a load whose window never opened, with no measurement', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({
          target: address,
          load: { ...closed, connections: 5 } as LoadPlan['load'],
        });
        const { window, counts } = await runShare(runEngine, plan, () => true);
        expect(window).toBeNull();
        expect(counts.scheduled).toBe(0);
      }));

    test('ends a warm-up with a window of no length', () =>
      withServer(startEcho(), async ({ address }) => {
        const plan = planLoad({ target: address, timing: { warmupNs: 60e9 } });
        const stopWhen = ({ answered }: { answered: number }) => answered > 100;
        const { window, counts } = await runShare(runEngine, plan, stopWhen);
        expect(window?.endNs).toBe(window?.startNs);
        expect(counts.scheduled).toBe(0);
      }));

    test('ends a load on a server that says nothing', () =>
      withServer(startMute(), async ({ address }) => {
        const plan = planLoad({
          target: address,
          load: open(1000),
          timing: { ...UNSERVED, ...long },
        });
        let looks = 0;
        const { counts } = await runShare(runEngine, plan, () => ++looks > 150);
        expect(counts.ok).toBe(0);
      }));
  });
}
