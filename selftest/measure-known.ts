import { measureTrial, type TrialSetting } from '../harness/trial/measure-trial.ts';
import { type StartedLoad, startLoad } from '../harness/trial/start-load.ts';
import type { HostNoise } from '../harness/trial/watches/watch-host.ts';
import { type HostWatch, watchHost } from '../harness/trial/watches/watch-host.ts';
import type { KnownBehaviour, KnownServerLog } from '../known-servers/known-behaviour.ts';
import { startKnownServer } from '../known-servers/start-known-server.ts';
import type { Load, Trial } from '../results/trial.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { readRunQueueWaitNs } from './run-queue-wait.ts';

export const MESSAGE_BYTES = 64;

/** One trial against a server of known behaviour. */
export interface KnownOrder {
  readonly behaviour: KnownBehaviour;
  readonly load: Load;
  readonly warmupMs?: number;
  readonly measureMs: number;
  readonly timeoutMs?: number;
  /** How long replies that are due are waited for after the window. */
  readonly drainMs?: number;
  /** For servers that never answer: how long that is waited for. */
  readonly firstReplyWaitMs?: number;
  /** Called when the window is set, which lies ahead. */
  readonly onWindow?: (window: MeasuredWindow, loadPid: number) => void;
}

/** On the monotonic clock, ns. */
export interface MeasuredWindow {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

export interface KnownTrial {
  readonly result: TrialResult;
  readonly log: KnownServerLog | null;
  /** Null when it never opened. */
  readonly window: MeasuredWindow | null;
  readonly noise: MeasuredNoise;
}

export interface MeasuredNoise extends HostNoise {
  /** Share of the window that the server waited for its CPU; null where that is not known. */
  readonly serverWaitShare: number | null;
}

const WARMUP_MS = 200;
const TIMEOUT_MS = 10_000;
const DRAIN_MS = 2_000;
const FIRST_REPLY_WAIT_MS = 5_000;
export const SEED = 1;

/** Measures as a run does: the same load process, the same watching and judging, other servers. */
export async function measureKnown(
  order: KnownOrder,
  setting: TrialSetting,
  interrupt: AbortSignal,
): Promise<KnownTrial> {
  const { placement } = setting;
  const cpus = placement.pinned ? placement : null;
  const server = await startKnownServer(
    order.behaviour,
    cpus === null ? {} : { cpus: cpus.serverCpus },
  );
  let watched: Watched | null = null;
  try {
    const load = await startLoad(order.load, cpus?.loadCpus ?? null);
    watched = watchLoad(load, server.pid, order);
    try {
      const result = await measureTrial({
        server,
        target: server.address,
        load: watched.load,
        trial: describeTrial(order),
        setting,
        onProgress: () => {},
        interrupt,
        mayEnd: false,
        answersOnce: false,
      });
      const { log } = await server.exited;
      return { result, log, window: watched.window(), noise: watched.noise(result) };
    } finally {
      await load.end();
    }
  } finally {
    watched?.stop();
    await server.stop();
  }
}

interface Watched {
  readonly load: StartedLoad;
  window(): MeasuredWindow | null;
  noise(result: TrialResult): MeasuredNoise;
  stop(): void;
}

/** Looks over the shoulder of a load: when its window is, and what the host does in it. */
function watchLoad(load: StartedLoad, serverPid: number, { onWindow }: KnownOrder): Watched {
  const host: HostWatch = watchHost();
  const timers: NodeJS.Timeout[] = [];
  const waitsNs: (number | null)[] = [];
  let window: MeasuredWindow | null = null;
  const look = (): void => void waitsNs.push(readRunQueueWaitNs(serverPid));
  return {
    load: {
      ...load,
      run: (plan, watcher) =>
        load.run(plan, {
          ...watcher,
          windowSet(startNs, endNs) {
            watcher.windowSet(startNs, endNs);
            window = { startNs, endNs };
            host.watch(startNs, endNs);
            for (const atNs of [startNs, endNs]) timers.push(setTimeout(look, msUntil(atNs)));
            onWindow?.(window, load.pid);
          },
        }),
    },
    window: () => window,
    noise({ server, loadgen, measuredNs }) {
      const { noise } = host.read((server?.cpuNs ?? 0) + loadgen.cpuNs);
      const [before, after] = waitsNs;
      const isKnown = typeof before === 'number' && typeof after === 'number' && measuredNs > 0;
      return { ...noise, serverWaitShare: isKnown ? (after - before) / measuredNs : null };
    },
    stop() {
      host.stop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export function msUntil(atNs: bigint): number {
  return Math.max(0, Number(atNs - process.hrtime.bigint()) / 1e6);
}

function describeTrial(order: KnownOrder): Trial {
  const {
    load,
    warmupMs = WARMUP_MS,
    measureMs,
    timeoutMs = TIMEOUT_MS,
    drainMs = DRAIN_MS,
  } = order;
  return {
    id: `selftest.${order.behaviour.kind}`,
    scenario: 'selftest',
    cell: order.behaviour.kind,
    strategy: null,
    target: order.behaviour.kind,
    service: null,
    transport: 'tcp',
    workload: { kind: 'conversation', payloadBytes: MESSAGE_BYTES },
    load,
    timing: {
      firstReplyWaitNs: (order.firstReplyWaitMs ?? FIRST_REPLY_WAIT_MS) * 1e6,
      warmupNs: warmupMs * 1e6,
      measureNs: measureMs * 1e6,
      drainNs: drainMs * 1e6,
      timeoutNs: timeoutMs * 1e6,
    },
    repetition: 0,
    seed: SEED,
  };
}
