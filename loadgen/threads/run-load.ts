import { Piscina } from 'piscina';
import { keepsConnection } from '../../results/keeps-connection.ts';
import { type LoadPlan, type LoadShare, splitPlan } from '../load-plan.ts';
import { openingNs } from '../opening-ramp.ts';
import type { LoadShareResult } from '../recording/share-result.ts';
import type { Window } from '../window.ts';
import {
  createControlBuffer,
  LoadControl,
  type LoadControlBuffer,
  PHASE,
  type ThreadProgress,
} from './load-control.ts';
import type { LoadThreadTask } from './load-thread.ts';
import { type LoadResult, mergeShares } from './merge-shares.ts';
import { createPause } from './pause.ts';
import { RecentCpuWatch } from './recent-cpu.ts';
import { type RecentTimes, RecentTimesWatch } from './recent-times.ts';

/** How often the coordinator looks at its threads while they open their connections. */
const OPENING_LOOK_MS = 10;
/** Once the window is set, each look may cost a message its place on the CPU. */
const MEASURING_LOOK_MS = 100;
/** As often as a terminal is redrawn: each report costs the parent time on the load's CPU. */
const PROGRESS_INTERVAL_NS = 250_000_000;
/** Threads learn of the window this long before it matters. */
const ANNOUNCE_AHEAD_NS = 50_000_000;
/** No further client was served for this long: those that wait now will wait on. */
const FIRST_REPLY_QUIET_NS = 1_000_000_000;
/** A thread that has not come back this long after its last deadline hangs. */
const OVERDUE_NS = 5_000_000_000;

export type LoadPhase = 'opening' | 'warm-up' | 'measuring' | 'draining';

export interface LoadProgress extends ThreadProgress {
  readonly phase: LoadPhase;
  /** Since the load process began, ns. */
  readonly atNs: number;
  /** When the phase began, on the same clock. */
  readonly phaseStartNs: number;
  /** Null before the window, and while nothing is answered. */
  readonly recentTimes: RecentTimes | null;
  /** CPUs that the load process kept busy of late; null at the start of a phase. */
  readonly busyCpus: number | null;
}

export interface LoadEvents {
  progress(progress: LoadProgress): void;
  /** The window is set; its times are on the monotonic clock, ns, and lie ahead. */
  windowSet(window: { startNs: bigint; endNs: bigint }): void;
}

/** Runs one plan on its load threads. `stop` ends it early, with what was measured so far. */
export async function runLoad(
  plan: LoadPlan,
  events: LoadEvents,
  stop: AbortSignal,
): Promise<LoadResult> {
  const originNs = process.hrtime.bigint();
  const shares = splitPlan(plan, originNs);
  const buffer = createControlBuffer(shares.length);
  const control = new LoadControl(buffer);
  const pool = new Piscina({
    filename: new URL('./load-thread.ts', import.meta.url).href,
    minThreads: shares.length,
    maxThreads: shares.length,
    atomics: 'disabled',
    recordTiming: false,
  });
  const hang = new AbortController();
  try {
    const tasks = startThreads(pool, shares, buffer, hang.signal);
    const followed = followThreads({ plan, control, events, stop, originNs, hang });
    // A thread that fails ends the following; a failure to follow ends the threads.
    const [results] = await Promise.all([tasks.finally(followed.done), followed.finished]);
    const closed = pool.close({ force: true });
    const merged = mergeShares(results);
    await closed;
    return merged;
  } catch (error) {
    // Closing waits for what still runs: after a failure that is the other threads, to their end.
    hang.abort();
    await pool.close({ force: true });
    throw error;
  }
}

function startThreads(
  pool: Piscina,
  shares: readonly LoadShare[],
  control: LoadControlBuffer,
  signal: AbortSignal,
): Promise<LoadShareResult[]> {
  return Promise.all(
    shares.map((share, thread): Promise<LoadShareResult> => {
      const task: LoadThreadTask = { share, thread, control };
      return pool.run(task, { signal });
    }),
  );
}

interface Following {
  readonly plan: LoadPlan;
  readonly control: LoadControl;
  readonly events: LoadEvents;
  readonly stop: AbortSignal;
  readonly originNs: bigint;
  readonly hang: AbortController;
}

/** Sets the window when the clients are ready, reports progress, and ends what runs over. */
function followThreads(following: Following): { done(): void; finished: Promise<void> } {
  const pause = createPause();
  const follow = async (): Promise<void> => {
    const opening = createOpeningWatch(following.plan);
    const recent = { times: new RecentTimesWatch(), cpu: new RecentCpuWatch() };
    let reportedNs = 0;
    while (!pause.isOver) {
      const nowNs = Number(process.hrtime.bigint() - following.originNs);
      const progress = following.control.progress();
      advance(following, opening(progress, nowNs), progress, nowNs);
      if (nowNs - reportedNs >= PROGRESS_INTERVAL_NS) {
        reportedNs = nowNs;
        const { phase, phaseStartNs } = phaseAt(following.control.window, nowNs);
        following.events.progress({
          ...progress,
          phase,
          phaseStartNs,
          atNs: nowNs,
          recentTimes: recent.times.follow(following.control.times()),
          busyCpus: recent.cpu.follow({ phase, atNs: nowNs, cpuNs: readCpuNs() }),
        });
      }
      const pauseMs = following.control.window === null ? OPENING_LOOK_MS : MEASURING_LOOK_MS;
      await pause.wait(pauseMs);
    }
  };
  return {
    done: pause.end,
    finished: follow(),
  };
}

function advance(
  { plan, control, events, stop, originNs, hang }: Following,
  clientsReady: boolean,
  progress: ThreadProgress,
  nowNs: number,
): void {
  if (control.phase === PHASE.stopping) {
    if (nowNs > (control.window?.drainEndNs ?? nowNs) + OVERDUE_NS) hang.abort();
    return;
  }
  const { window } = control;
  // Where the server has ended every conversation there is nothing left to measure.
  const allEnded = progress.ended === countLasting(plan);
  if (stop.aborted || (allEnded && nowNs < (window?.endNs ?? Infinity))) {
    control.stop(nowNs);
  } else if (window === null && clientsReady) {
    const set = planWindow(plan, nowNs);
    control.openWindow(set);
    events.windowSet({
      startNs: originNs + BigInt(Math.round(set.startNs)),
      endNs: originNs + BigInt(Math.round(set.endNs)),
    });
  } else if (window !== null && nowNs > window.drainEndNs + OVERDUE_NS) {
    hang.abort();
  }
}

/** Connections that are there to stay, and of which it is heard when they end; NaN for none. */
function countLasting({ workload, load }: LoadPlan): number {
  if (workload.kind === 'chat') return load.connections - workload.slowReaders;
  return keepsConnection(workload) ? load.connections : Number.NaN;
}

function planWindow({ timing }: LoadPlan, nowNs: number): Window {
  const scheduleStartNs = nowNs + ANNOUNCE_AHEAD_NS;
  const startNs = scheduleStartNs + timing.warmupNs;
  const endNs = startNs + timing.measureNs;
  return { scheduleStartNs, startNs, endNs, drainEndNs: endNs + timing.drainNs };
}

/** Says when every client has been served for the first time, or waiting longer is in vain. */
function createOpeningWatch({ load, timing, target }: LoadPlan) {
  // Whose first datagram is lost tries again after the time-out.
  const retryNs = target.transport === 'udp' ? 2 * timing.timeoutNs : 0;
  const quietNs = Math.max(FIRST_REPLY_QUIET_NS, retryNs);
  const openedNs = openingNs(load);
  let lastServed = 0;
  let lastServedNs: number | null = null;
  return ({ served, ended }: ThreadProgress, nowNs: number): boolean => {
    if (served > lastServed || lastServedNs === null) {
      lastServed = served;
      lastServedNs = nowNs;
    }
    if (served + ended >= load.connections) return true;
    if (nowNs <= openedNs) return false;
    const quiet = served > 0 && nowNs - lastServedNs > quietNs;
    return quiet || nowNs - openedNs > timing.firstReplyWaitNs;
  };
}

/** Of all threads of this process. */
function readCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

function phaseAt(
  window: Window | null,
  nowNs: number,
): Pick<LoadProgress, 'phase' | 'phaseStartNs'> {
  if (window === null) return { phase: 'opening', phaseStartNs: 0 };
  const { scheduleStartNs, startNs, endNs } = window;
  if (nowNs < startNs) return { phase: 'warm-up', phaseStartNs: scheduleStartNs };
  if (nowNs < endNs) return { phase: 'measuring', phaseStartNs: startNs };
  return { phase: 'draining', phaseStartNs: endNs };
}
