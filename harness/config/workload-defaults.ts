import type { Transport } from '../../protocol/address.ts';
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

/**
 * How long a reply may take. A connection delivers in the end, so only the stuck are late; a datagram
 * that is not answered soon never will be, and keeps its place in flight until it is given up.
 */
export function defaultTimeoutNs(transport: Transport): number {
  return transport === 'udp' ? 250_000_000 : 10_000_000_000;
}
