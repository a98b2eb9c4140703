import { readFileSync } from 'node:fs';
import type { Address } from '../../protocol/address.ts';

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

/**
 * Reads /proc/net/netstat: pairs of lines, names and then values, each with its group in front
 * (man 5 proc_pid_net). Null when the counters are not there.
 */
export function parseListenQueueCounts(netstat: string): ListenQueueCounts | null {
  const [names, values] = netstat
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.trim().split(/\s+/));
  const [overflows, drops] = ['ListenOverflows', 'ListenDrops'].map((name) =>
    Number(values?.[names?.indexOf(name) ?? -1]),
  );
  if (overflows === undefined || drops === undefined) return null;
  return Number.isInteger(overflows) && Number.isInteger(drops) ? { overflows, drops } : null;
}

/** A unix socket counts nothing: a full queue refuses the client with EAGAIN (man 2 connect). */
function isHere(target: Address): boolean {
  return target.transport === 'tcp' && (/^127\./.test(target.host) || target.host === '::1');
}

function readCounts(): ListenQueueCounts | null {
  try {
    return parseListenQueueCounts(readFileSync('/proc/net/netstat', 'utf8'));
  } catch {
    return null;
  }
}
