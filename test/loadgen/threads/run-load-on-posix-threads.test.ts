import { describe, expect, test } from 'vitest';
import { type LoadEvents, type LoadProgress, runLoad } from '../../../loadgen/threads/run-load.ts';
import { unsupportedReason } from '../../../sockets/libc.ts';
import { startCorrupting, startCountingEcho, startEcho } from '../faulty-servers.ts';
import { type PlanChanges, planLoad } from '../run-share.ts';
import { withServer } from '../with-server.ts';

const NEVER = new AbortController().signal;
const SILENT: LoadEvents = { progress: () => {}, windowSet: () => {} };
const reason = unsupportedReason();

function planPosix(changes: PlanChanges) {
  return planLoad({
    load: { loop: 'closed', connections: 5, depth: 1, thinkTimeNs: 0 },
    threads: 2,
    engine: 'posix',
    ...changes,
    timing: { firstReplyWaitNs: 3_000_000_000, ...changes.timing },
  });
}

/** Its threads never return to their event loops: all they hear comes through shared memory. */
describe.skipIf(reason !== null)(`a load on two posix threads (${reason ?? 'Linux'})`, () => {
  test('gives every connection to one thread, and measures the window that it was asked for', () =>
    withServer(startCountingEcho(64), async ({ address, connectionsSeen }) => {
      const plan = planPosix({ target: address });
      const { connections, counts, measuredNs } = await runLoad(plan, SILENT, NEVER);
      expect(connectionsSeen()).toEqual([0, 1, 2, 3, 4]);
      expect(connections).toMatchObject({ attempted: 5, served: 5, starved: 0 });
      expect(counts.ok).toBe(counts.scheduled);
      expect(measuredNs).toBe(plan.timing.measureNs);
    }));

  test('is stopped from outside, and gives what it measured so far', () =>
    withServer(startEcho(), async ({ address }) => {
      const stop = new AbortController();
      const progress = ({ answeredInWindow }: LoadProgress) => {
        if (answeredInWindow > 0) stop.abort();
      };
      const plan = planPosix({ target: address, timing: { measureNs: 60e9 } });
      const result = await runLoad(plan, { ...SILENT, progress }, stop.signal);
      expect(result.measuredNs).toBeGreaterThan(0);
      expect(result.measuredNs).toBeLessThan(60e9);
      expect(result.counts.ok).toBeGreaterThan(0);
    }));

  test('is ended on both by a wrong reply on one', () =>
    withServer(startCorrupting(64, 100), async ({ address }) => {
      const plan = planPosix({ target: address, timing: { measureNs: 60e9 } });
      const { verificationFailure, measuredNs } = await runLoad(plan, SILENT, NEVER);
      expect(verificationFailure).toMatch(/^connection 1: /);
      expect(measuredNs).toBeLessThan(60e9);
    }));

  test('ends its blocked threads when nobody can follow them any more', () =>
    withServer(startEcho(), async ({ address }) => {
      const plan = planPosix({ target: address, timing: { measureNs: 60e9 } });
      const windowSet = () => {
        throw new Error('nobody listens');
      };
      await expect(runLoad(plan, { ...SILENT, windowSet }, NEVER)).rejects.toThrow(
        'nobody listens',
      );
    }));
});
