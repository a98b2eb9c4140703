import type { Address } from '../../../protocol/address.ts';
import { isLoopback } from '../../../protocol/is-loopback.ts';
import { readKernelCounter } from '../../../sockets/kernel-counters.ts';

/**
 * How often a listen queue was full. The kernel counts it for the whole network namespace: a second
 * server that overflows at the same time is in it, and a server in another namespace is not.
 */
export interface ListenQueueCounts {
  /** A connection that was refused its place in the queue: the client sends its SYN again. */
  readonly overflows: number;
  /** The same, and those lost for other reasons (no memory, no route back). */
  readonly drops: number;
}

/** What the queues of this machine have lost from now on; null for a target that is not here. */
export function watchListenQueues(target: Address): { read(): ListenQueueCounts | null } {
  const before = isHere(target) ? readCounts() : null;
  return {
    read() {
      const after = before === null ? null : readCounts();
      if (before === null || after === null) return null;
      return {
        overflows: Math.max(0, after.overflows - before.overflows),
        drops: Math.max(0, after.drops - before.drops),
      };
    },
  };
}

/** A unix socket counts nothing: a full queue refuses the client with EAGAIN (man 2 connect). */
function isHere(target: Address): boolean {
  return target.transport === 'tcp' && isLoopback(target.host);
}

function readCounts(): ListenQueueCounts | null {
  const overflows = readKernelCounter('TcpExt', 'ListenOverflows');
  const drops = readKernelCounter('TcpExt', 'ListenDrops');
  return overflows === null || drops === null ? null : { overflows, drops };
}
