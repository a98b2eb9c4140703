import { countThreads, type EngineName, type LoadPlan } from '../../loadgen/load-plan.ts';
import type { LoadProgress } from '../../loadgen/threads/run-load.ts';
import type { Address } from '../../protocol/address.ts';
import { GREETING } from '../../protocol/greeting.ts';
import type { Placement } from '../../results/run-header.ts';
import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { RunningServer, ServerExit } from '../../servers/strategy.ts';
import { currentCpus, setCpus } from '../../sockets/cpu-affinity.ts';
import { buildTrialResult } from './build-trial-result.ts';
import { type ClientLight, lookAtClient } from './client-light.ts';
import type { StartedLoad } from './start-load.ts';
import { ProcessWatch, type WatchedUsage } from './watches/process-watch.ts';
import type { RecentUsage } from './watches/recent-usage.ts';
import { watchHost } from './watches/watch-host.ts';
import { watchListenQueues } from './watches/watch-listen-queues.ts';
import { watchReceiveBuffers } from './watches/watch-receive-buffers.ts';

/** What the trials of a run share. */
export interface TrialSetting {
  readonly placement: Placement;
  readonly engine: EngineName;
  readonly loadThreads: number;
  readonly backlog: number;
  readonly workers: number;
  readonly workRounds: number;
  readonly readyTimeoutMs: number;
}

/** What can be told of a trial while it runs. */
export interface TrialProgress extends LoadProgress {
  readonly trial: Trial;
  /** Null where it is not known: before the window, and of a server that is not ours. */
  readonly server: RecentUsage | null;
  readonly clientLight: ClientLight | null;
}

/** A trial to be measured, who hears how it goes, and what may cut it short. */
export interface FollowedTrial {
  readonly trial: Trial;
  readonly setting: TrialSetting;
  readonly onProgress: (progress: TrialProgress) => void;
  readonly interrupt: AbortSignal;
}

export interface Measurement extends FollowedTrial {
  /** The server when it is ours, and then it is stopped at the end; null for one that runs anyway. */
  readonly server: RunningServer | null;
  readonly target: Address;
  /** The server may end by itself: a client was all it was there for. */
  readonly mayEnd: boolean;
  /** It hangs up after its first answer, and that is what it is. */
  readonly answersOnce: boolean;
  readonly load: StartedLoad;
}

/** Loads the target, watches both sides in the measured window, and judges what came out. */
export async function measureTrial(measurement: Measurement): Promise<TrialResult> {
  const { server, target, load, trial, setting, onProgress, interrupt } = measurement;
  const releaseCpus = joinLoadCpus(setting);
  const startedAt = new Date().toISOString();
  const serverWatch = server === null ? null : new ProcessWatch(server.pid, 'timeline');
  const loadWatch = new ProcessWatch(load.pid, 'ends');
  const host = watchHost();
  const listenQueues = watchListenQueues(target);
  const receiveBuffers = watchReceiveBuffers(target);
  const mourning = mourn(measurement);
  const stopLoad = (): void => load.stop();
  interrupt.addEventListener('abort', stopLoad, { once: true });
  try {
    const run = load.run(planLoad(trial, target, setting), {
      progress(progress) {
        const usage = serverWatch?.readRecent() ?? null;
        onProgress(describeProgress(progress, usage, measurement));
      },
      windowSet: (startNs, endNs) => {
        serverWatch?.watch(startNs, endNs);
        loadWatch.watch(startNs, endNs);
        host.watch(startNs, endNs);
      },
    });
    if (interrupt.aborted) load.stop();
    const measured = await run;
    const listenQueue = listenQueues.read();
    const receiveBufferLoss = receiveBuffers.read();
    const death = mourning.end();
    const measuredNs = measured.measuredNs ?? 0;
    const watched = {
      server: serverWatch?.stop(measuredNs) ?? null,
      load: loadWatch.stop(measuredNs),
    };
    // The CPU time of a server that is not ours can't be told from a stranger's.
    const ownCpuNs = server === null ? null : cpuOf(watched.server) + cpuOf(watched.load);
    const { noise, harnessCpuNs } = host.read(ownCpuNs);
    const exit = (await server?.stop()) ?? null;
    return buildTrialResult({
      trial,
      startedAt,
      measured,
      watched,
      exit,
      death,
      noise,
      harnessCpuNs,
      listenQueue,
      receiveBufferLoss,
      interrupted: interrupt.aborted,
      mayEnd: measurement.mayEnd,
      answersOnce: measurement.answersOnce,
      engine: setting.engine,
      ...describeSizes(measurement),
    });
  } finally {
    mourning.end();
    host.stop();
    serverWatch?.stop(0);
    loadWatch.stop(0);
    releaseCpus();
    interrupt.removeEventListener('abort', stopLoad);
  }
}

function describeSizes({ trial, setting }: Measurement) {
  return {
    loadThreads: countThreads({ ...trial, threads: setting.loadThreads }),
    serverCpus: Math.max(1, setting.placement.serverCpus.length),
  };
}

/** Puts what the server uses beside what the load tells of itself. */
function describeProgress(
  progress: LoadProgress,
  server: RecentUsage | null,
  measurement: Measurement,
): TrialProgress {
  const { trial } = measurement;
  const { load } = trial;
  const clientLight = lookAtClient({ ...describeSizes(measurement), load, server, progress });
  return { ...progress, trial, server, clientLight };
}

/**
 * The harness itself works little, but what it does must not happen on the server's CPUs. Gives the
 * call that lets it go where it liked before.
 */
function joinLoadCpus({ placement }: TrialSetting): () => void {
  if (!placement.pinned) return () => {};
  const before = currentCpus();
  setCpus(placement.loadCpus);
  return () => setCpus(before);
}

function cpuOf(watched: WatchedUsage | null): number {
  return watched === null ? 0 : watched.cost.cpuNs;
}

/** Stops the load when the server dies under it; `end` gives the death that came before it. */
function mourn({ server, mayEnd, load }: Measurement): { end(): ServerExit | null } {
  let death: ServerExit | null = null;
  let watching = true;
  server?.exited.then((exit) => {
    if (!watching || mayEnd) return;
    death = exit;
    load.stop();
  });
  return {
    end() {
      watching = false;
      return death;
    },
  };
}

/** What the built-in services say by themselves; null leaves it to the first greeting heard. */
function expectedGreeting(service: string | null): string | null {
  if (service === 'greet') return GREETING;
  return service === 'hang-up' ? '' : null;
}

function planLoad(trial: Trial, target: Address, setting: TrialSetting): LoadPlan {
  return {
    target,
    workload: trial.workload,
    load: trial.load,
    timing: trial.timing,
    seed: trial.seed,
    threads: setting.loadThreads,
    engine: setting.engine,
    expectedGreeting: expectedGreeting(trial.service),
  };
}
