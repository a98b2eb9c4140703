import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMember } from './cluster-member.ts';
import { listenEvented } from './evented/listen-evented.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import { stopSignal } from './hosting/stop-signal.ts';
import { Exchange } from './places/exchange.ts';
import { sharedPortObstacle } from './shared-port-obstacle.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/** From the request to stop until we end without having heard from all workers. */
const STOP_TIMEOUT_MS = 600;

const WORKER_FILE = siblingFile(import.meta.url, 'cluster.worker');

/**
 * Several event loops, each in a process of its own, on one port.
 *
 * - Who accepts, by `distribution`:
 *   - `round-robin`: the primary, which passes each connection to the next worker in turn;
 *   - `shared-handle`: every worker, on one listening socket that they share; whoever wakes first
 *     wins, so that few workers may get most clients;
 *   - `reuse-port`: every worker, on a socket of its own; the kernel deals by a hash of the
 *     client's address, evenly over many clients and by luck over few.
 * - Who serves: the worker that got the connection, on its event loop.
 * - Where clients wait: in kernel buffers; with `reuse-port` in a listen queue per worker.
 * - What it costs: a process and a heap per worker; with round-robin a hand-over per connection.
 *   Where clients hear of each other (chat), each word goes through the primary to every other
 *   worker, as JSON in a pipe.
 * - What it buys: one CPU per worker, and isolation: a worker that dies takes only its own clients.
 * - The trap: which worker has how many is luck or turn, never load; look at the connections per
 *   worker. And a client that waits in the queue of a worker that dies is lost with it.
 *
 * With datagrams each worker has a socket of its own (reuse-port), whatever is asked of TCP: the
 * kernel deals by the same hash, datagram for datagram, so that one sender always meets one worker.
 * The datagrams in the receive buffer of a worker that dies are lost, and nobody is told.
 *
 * A worker that dies is named in the log and not replaced: a measurement must not change its
 * subject half-way. The server ends when none is left.
 */
export const clusterStrategy: ServerStrategy = {
  name: 'cluster',
  summary: 'A few processes with an event loop each share one port.',
  transports: ['tcp', 'unix', 'udp'],
  admits: 'concurrent',
  answers: 'conversation',
  blocks: false,
  unsupported: (options) => {
    if (options?.listen.transport === 'udp') return sharedPortObstacle();
    return options?.distribution === 'reuse-port' ? reusePortObstacle(options) : null;
  },
  serve: serveOnCluster,
};

function reusePortObstacle({ listen }: ServerOptions): string | null {
  if (listen.transport === 'unix') return 'reuse-port shares a port, and a unix socket has none';
  return sharedPortObstacle();
}

async function serveOnCluster(options: ServerOptions, events: ServerEvents): Promise<void> {
  if (options.listen.transport === 'udp') {
    const { serveDatagramsOnCluster } = await import('./datagrams/serve-on-cluster.ts');
    return serveDatagramsOnCluster(options, events);
  }
  cluster.schedulingPolicy =
    options.distribution === 'round-robin' ? cluster.SCHED_RR : cluster.SCHED_NONE;
  if (options.distribution === 'reuse-port') await refuseSharedPort(options);
  const told = stopSignal().then(() => 'told' as const);

  // Workers that share one socket ask the primary for it by the same options. Those with a socket
  // each need the port that the first of them found, when any free one would do.
  const exchange = new Exchange();
  const first = startMember(WORKER_FILE, 1, options, exchange);
  const address = await first.listening;
  const rest = options.distribution === 'reuse-port' ? { ...options, listen: address } : options;
  const others = Array.from({ length: options.workers - 1 }, (_, index) =>
    startMember(WORKER_FILE, index + 2, rest, exchange),
  );
  await Promise.all(others.map(({ listening }) => listening));
  events.listening(address);

  const members = [first, ...others];
  const allEnded = Promise.all(members.map(({ ended }) => ended)).then(() => 'ended' as const);
  const end = await Promise.race([told, allEnded]);
  for (const member of members) member.stop();
  await Promise.race([allEnded, sleep(STOP_TIMEOUT_MS)]);
  events.connectionsPerWorker(members.map((member) => member.connections()));
  events.disconnectedSlowReaders(
    members.reduce((sum, member) => sum + member.disconnectedSlowReaders(), 0),
  );
  if (end === 'ended') throw new Error('no worker of the cluster is left');
}

/**
 * A port that a stranger shares by SO_REUSEPORT would be shared with us too, and take half of our
 * clients without a word. Listening once without it finds out; port 0 never picks such a port.
 */
async function refuseSharedPort(options: ServerOptions): Promise<void> {
  if (options.listen.transport === 'unix' || options.listen.port === 0) return;
  const probe = createServer();
  await listenEvented(probe, options);
  probe.close();
  await once(probe, 'close');
}
