import { createServer } from 'node:net';
import { Piscina } from 'piscina';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { CONNECTION_OPTIONS, listenEvented } from './evented/listen-evented.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import { stopSignal } from './hosting/stop-signal.ts';
import { loadService } from './services/registry.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

const WORKER_FILE = siblingFile(import.meta.url, 'worker-pool.worker');

/**
 * One event loop for the connections, a few threads for the computation.
 *
 * - Who accepts and who serves: the loop, as in event-loop. When a reaction asks for computation,
 *   the loop gives it to the pool and turns to the next client.
 * - Where clients wait: those with work, in the queue of the pool; all others, nowhere.
 * - What it costs: a JavaScript heap per thread, and for every computation a message there and
 *   back, tens of microseconds: more than a short computation takes by itself.
 * - What it buys: no client waits for another client's computation, and every CPU can compute.
 * - The trap: order and bounds. Two computations of one client may finish in any order, and a queue
 *   without bounds only hides the overload. Here a connection is not read while its computation
 *   runs: its replies stay in order, and the pool's queue never holds more than one entry each.
 */
export const workerPool: ServerStrategy = {
  name: 'worker-pool',
  summary: 'One thread serves all clients and gives computation to a pool of threads.',
  transports: ['tcp', 'unix'],
  noDatagrams:
    'nothing can make senders wait while the pool is busy, so its queue would have no bound',
  admits: 'concurrent',
  answers: 'conversation',
  blocks: false,
  unsupported: () => null,
  serve: serveWithPool,
};

async function serveWithPool(options: ServerOptions, events: ServerEvents): Promise<void> {
  const service = await loadService(options.service, options.work);
  const pool = new Piscina<number, number>({
    filename: WORKER_FILE,
    name: 'compute',
    minThreads: options.workers,
    maxThreads: options.workers,
    // By default an idle thread sleeps in Atomics.wait, and its event loop stands still. Measured
    // from 2 us to 400 us of work, that was no faster.
    atomics: 'disabled',
  });
  const offload = (rounds: number) => pool.run(rounds);
  // A pool that cannot compute must fail now, not at the first client.
  await Promise.all(Array.from({ length: options.workers }, () => offload(1)));

  const connections = new Connections();
  const place = { service, connections, roundsPerUnit: options.work.rounds, offload };
  const server = createServer(CONNECTION_OPTIONS, (socket) => {
    connections.add(socket);
    converseEvented(socket, place);
  });
  const told = stopSignal();
  events.listening(await listenEvented(server, options));
  await told;
  events.disconnectedSlowReaders(connections.disconnectedSlowReaders);
  await connections.end(server);
}
