import type { Address } from '../protocol/address.ts';
import type { Load, Timing, Workload } from '../results/trial.ts';

/** `node` runs everywhere; `posix` costs less and paces more exactly, on Linux alone. */
export type EngineName = 'node' | 'posix';

/** What a load process is told: plain data, so that it can cross processes and machines. */
export interface LoadPlan {
  readonly target: Address;
  readonly workload: Workload;
  readonly load: Load;
  readonly timing: Timing;
  readonly seed: number;
  readonly threads: number;
  /** `node` when nothing is said. */
  readonly engine?: EngineName;
  /** What `greet` must hear, latin1; null takes the first greeting as the measure of the others. */
  readonly expectedGreeting: string | null;
}

/** The part of a plan that one load thread runs. */
export interface LoadShare {
  readonly plan: LoadPlan;
  /** This thread's connections, out of `plan.load.connections`. */
  readonly firstConnection: number;
  readonly connections: number;
  /** Zero of every time in the share, on the monotonic clock, as decimal nanoseconds. */
  readonly originNs: string;
}

/**
 * Splits a plan over its threads; every connection belongs to exactly one share, and so does every
 * chat room: what its members hear is held against what others of them said.
 */
export function splitPlan(plan: LoadPlan, originNs: bigint): LoadShare[] {
  const together = connectionsTogether(plan);
  const groups = plan.load.connections / together;
  const threads = countThreads(plan);
  return Array.from({ length: threads }, (_, thread) => {
    const first = Math.floor((thread * groups) / threads) * together;
    const next = Math.floor(((thread + 1) * groups) / threads) * together;
    return {
      plan: { ...plan, threads },
      firstConnection: first,
      connections: next - first,
      originNs: String(originNs),
    };
  });
}

/** A thread without anything to do is not started. */
export function countThreads(plan: Pick<LoadPlan, 'workload' | 'load' | 'threads'>): number {
  return Math.min(plan.threads, plan.load.connections / connectionsTogether(plan));
}

/** Connections that must not be parted. */
function connectionsTogether({ workload }: Pick<LoadPlan, 'workload'>): number {
  return workload.kind === 'chat' ? workload.membersPerRoom : 1;
}
