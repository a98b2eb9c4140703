import { readFileSync } from 'node:fs';
import type { Address } from '../../../protocol/address.ts';
import { isLoopback } from '../../../protocol/is-loopback.ts';
import type { ReceiveBufferLoss } from '../../../results/trial-result.ts';
import { readKernelCounter } from '../../../sockets/kernel-counters.ts';

/** Datagrams that each socket of a port has lost so far, by the number of the socket (its inode). */
type DropsBySocket = ReadonlyMap<string, number>;

/**
 * What receive buffers lose from now on; null for a target that is not here, or a stream. The
 * kernel counts it twice: for the whole network namespace, and for each socket while it is open.
 */
export function watchReceiveBuffers(target: Address): { read(): ReceiveBufferLoss | null } {
  const port = target.transport === 'udp' && isLoopback(target.host) ? target.port : null;
  const before = port === null ? null : readEverywhere();
  const dropsBefore = port === null ? null : readDrops(port);
  return {
    read() {
      const after = before === null ? null : readEverywhere();
      if (port === null || before === null || after === null) return null;
      const drops = readDrops(port);
      return {
        everywhere: Math.max(0, after - before),
        atServer: drops.size === 0 ? null : countNew(dropsBefore ?? new Map(), drops),
      };
    },
  };
}

function countNew(before: DropsBySocket, after: DropsBySocket): number {
  let sum = 0;
  for (const [socket, drops] of after) sum += Math.max(0, drops - (before.get(socket) ?? 0));
  return sum;
}

/** IPv4 and IPv6 together: a socket of the one may hear the other. */
function readEverywhere(): number | null {
  const four = readKernelCounter('Udp', 'RcvbufErrors');
  return four === null ? null : four + (readKernelCounter('Udp6', 'RcvbufErrors') ?? 0);
}

function readDrops(port: number): DropsBySocket {
  return new Map(
    ['/proc/net/udp', '/proc/net/udp6'].flatMap((file) => {
      try {
        return [...parseDrops(readFileSync(file, 'latin1'), port)];
      } catch {
        return [];
      }
    }),
  );
}

/**
 * A line per socket: `sl local_address rem_address st queues tr:tm retrnsmt uid timeout inode ref
 * pointer drops`, addresses as `0100007F:1B58` (man 5 proc_pid_net).
 */
export function parseDrops(text: string, port: number): DropsBySocket {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return new Map(
    text
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .flatMap((fields): [string, number][] => {
        const [inode, drops] = [fields[9], Number(fields[12])];
        const isOurs = fields[1]?.endsWith(local) === true && inode !== undefined;
        return isOurs && Number.isInteger(drops) ? [[inode, drops]] : [];
      }),
  );
}
