import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../loadgen/engine.ts';
import { type LoadPlan, splitPlan } from '../../loadgen/load-plan.ts';
import type { LoadShareResult } from '../../loadgen/recording/share-result.ts';
import {
  createControlBuffer,
  LoadControl,
  type LoadControlBuffer,
  PHASE,
  type ThreadProgress,
} from '../../loadgen/threads/load-control.ts';
import type { Address } from '../../protocol/address.ts';
import { assertLedger } from '../../results/assert-ledger.ts';

/**
 * Runs one share on an engine. The servers and the coordinator of these tests live on the test's own
 * event loop: an engine that blocks its thread needs a thread of its own, and reaches the control
 * through the buffer.
 */
export type RunEngine = (
  share: Parameters<Engine['run']>[0],
  control: LoadControlBuffer,
) => Promise<LoadShareResult>;

/** For engines that share the test's event loop. */
export function onThisThread(engine: Engine): RunEngine {
  return (share, control) => engine.run(share, new LoadControl(control));
}

const MS = 1e6;
/** Far beyond every deadline of these tests: an engine that needs it hangs. */
const HANG_MS = 15_000;

/** For servers that leave clients without a first reply: the window opens all the same. */
export const UNSERVED = { firstReplyWaitNs: 100 * MS } as const;

export interface PlanChanges extends Partial<Omit<LoadPlan, 'timing'>> {
  readonly target: Address;
  readonly timing?: Partial<LoadPlan['timing']>;
}

/** Four closed-loop clients with 64-byte messages for a fifth of a second, unless told otherwise. */
export function planLoad({ timing, ...changes }: PlanChanges): LoadPlan {
  return {
    workload: { kind: 'conversation', payloadBytes: 64 },
    load: { loop: 'closed', connections: 4, depth: 1, thinkTimeNs: 0 },
    seed: 1,
    threads: 1,
    expectedGreeting: null,
    ...changes,
    timing: {
      firstReplyWaitNs: 5_000 * MS,
      warmupNs: 20 * MS,
      measureNs: 200 * MS,
      drainNs: 200 * MS,
      timeoutNs: 10_000 * MS,
      ...timing,
    },
  };
}

/**
 * A coordinator in miniature: opens the window when every client was served, or has ended, or has
 * waited long enough; stops the load as soon as `stopWhen` says so. The ledger of every result is
 * checked here.
 */
export async function runShare(
  runEngine: RunEngine,
  plan: LoadPlan,
  stopWhen: (progress: ThreadProgress) => boolean = () => false,
): Promise<LoadShareResult> {
  const originNs = process.hrtime.bigint();
  const [share] = splitPlan(plan, originNs);
  if (share === undefined) throw new Error('a plan without a share');
  const buffer = createControlBuffer(1);
  const control = new LoadControl(buffer);
  const coordinating = new AbortController();
  const running = runEngine(share, buffer).finally(() => coordinating.abort());
  const [result] = await Promise.all([
    running,
    coordinate({ plan, control, originNs, stopWhen, ended: coordinating.signal }),
  ]);
  assertLedger(result.counts);
  return result;
}

interface Coordination {
  readonly plan: LoadPlan;
  readonly control: LoadControl;
  readonly originNs: bigint;
  readonly stopWhen: (progress: ThreadProgress) => boolean;
  readonly ended: AbortSignal;
}

async function coordinate(coordination: Coordination): Promise<void> {
  const { plan, control, originNs, stopWhen, ended } = coordination;
  while (!ended.aborted) {
    const nowNs = Number(process.hrtime.bigint() - originNs);
    const progress = control.progress();
    const stopping = control.phase === PHASE.stopping;
    if (!stopping && stopWhen(progress)) control.stop(nowNs);
    else if (control.phase === PHASE.opening && isReady(plan, progress, nowNs)) {
      openWindow(plan, control, nowNs);
    }
    if (nowNs > HANG_MS * MS) throw new Error('the engine hangs');
    await sleep(2);
  }
}

function isReady({ load, timing }: LoadPlan, progress: ThreadProgress, nowNs: number) {
  const { established, served, ended } = progress;
  if (served + ended >= load.connections) return true;
  // On a busy machine a thread may take longer than that to begin at all.
  const hasBegun = established + ended >= load.connections || nowNs > HANG_MS * 0.5 * MS;
  return hasBegun && nowNs > timing.firstReplyWaitNs;
}

function openWindow({ timing }: LoadPlan, control: LoadControl, nowNs: number): void {
  const scheduleStartNs = nowNs + 10 * MS;
  const startNs = scheduleStartNs + timing.warmupNs;
  const endNs = startNs + timing.measureNs;
  control.openWindow({ scheduleStartNs, startNs, endNs, drainEndNs: endNs + timing.drainNs });
}
