import type { Workload } from '../../results/trial.ts';

/** What a workload takes where nobody says otherwise, on the command line and in a config. */

type WorkloadKind = Workload['kind'];

/** A stream is about bytes, so its messages are blocks of the size that programs copy in. */
export function defaultPayloadBytes(workload: WorkloadKind): number {
  return workload === 'stream' ? 65_536 : 64;
}

/** Messages in flight on one connection of a closed loop. */
export function defaultDepth(workload: WorkloadKind): number {
  return workload === 'stream' ? 16 : 1;
}
