import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import type { LoadPlan } from '../../loadgen/load-plan.ts';
import { openingNs } from '../../loadgen/opening-ramp.ts';
import { loadFlags } from '../../loadgen/threads/load-flags.ts';
import type { FromLoadProcess, ToLoadProcess } from '../../loadgen/threads/load-process.ts';
import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import type { LoadProgress } from '../../loadgen/threads/run-load.ts';
import type { Load } from '../../results/trial.ts';
import { withCpus } from '../../sockets/cpu-affinity.ts';

/** A load process that is starting fails within this, or is there. */
const READY_TIMEOUT_MS = 10_000;
/** Beyond its own deadlines a load gets this long to come to its end. */
const OVERDUE_MS = 15_000;

/** The load itself failed: its trial is lost, the server and the other trials are not. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
}

export interface LoadWatcher {
  progress(progress: LoadProgress): void;
  windowSet(startNs: bigint, endNs: bigint): void;
}

/** A load process, ready to run one plan. */
export interface StartedLoad {
  readonly pid: number;
  run(plan: LoadPlan, watcher: LoadWatcher): Promise<LoadResult>;
  /** Ends the load early; `run` then resolves with what was measured. */
  stop(): void;
  /** Ends the process, whatever it does. */
  end(): Promise<void>;
}

/** Starts the process that is to run such a load, on the given CPUs (null: wherever the kernel likes). */
export async function startLoad(load: Load, cpus: readonly number[] | null): Promise<StartedLoad> {
  const file = new URL(
    `../../loadgen/threads/load-process${import.meta.url.slice(-3)}`,
    import.meta.url,
  );
  // A group of its own: a Ctrl-C at the terminal goes to all of a group, and the load is to end in
  // good order, with what it measured. It ends with its channel in any case.
  const detached = process.platform !== 'win32';
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc'];
  const execArgv = [...process.execArgv, ...loadFlags(load)];
  const start = () => fork(file, { stdio, detached, execArgv });
  const child = cpus === null ? start() : withCpus(cpus, start);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    await receive(child, READY_TIMEOUT_MS, (message) => ('ready' in message ? true : null));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    run: (plan, watcher) => {
      send(child, { run: plan });
      return receive(child, longestRunMs(plan), (message) => hear(message, watcher));
    },
    stop: () => send(child, { stop: true }),
    end,
  };
}

function hear(message: FromLoadProcess, watcher: LoadWatcher): LoadResult | null {
  if ('progress' in message) watcher.progress(message.progress);
  else if ('window' in message) {
    watcher.windowSet(BigInt(message.window.startNs), BigInt(message.window.endNs));
  } else if ('result' in message) return message.result;
  else if ('error' in message) throw new LoadFailure(`the load failed: ${message.error}`);
  return null;
}

function longestRunMs({ load, timing }: LoadPlan): number {
  const { firstReplyWaitNs, warmupNs, measureNs, drainNs } = timing;
  const phasesNs = openingNs(load) + firstReplyWaitNs + warmupNs + measureNs + drainNs;
  return phasesNs / 1e6 + OVERDUE_MS;
}

function send(child: ChildProcess, message: ToLoadProcess): void {
  // A process that has just ended is noticed by its `exit`.
  if (child.connected) child.send(message, () => {});
}

/** Waits for the message that `hear` makes a value of. */
function receive<T>(
  child: ChildProcess,
  timeoutMs: number,
  hear: (message: FromLoadProcess) => T | null,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      settle();
    };
    const onMessage = (message: FromLoadProcess): void => {
      try {
        const heard = hear(message);
        if (heard !== null) finish(() => resolve(heard));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const onExit = (code: number | null, signal: string | null): void => {
      finish(() =>
        reject(new LoadFailure(`the load process ended early (${signal ?? `exit ${code}`})`)),
      );
    };
    const timer = setTimeout(() => {
      finish(() => reject(new LoadFailure(`the load process said nothing for ${timeoutMs} ms`)));
    }, timeoutMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
