import { createServer } from 'node:net';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { CONNECTION_OPTIONS, listenEvented } from './evented/listen-evented.ts';
import { stopSignal } from './hosting/stop-signal.ts';
import { loadService } from './services/registry.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/**
 * One thread, all clients: the thread asks the kernel "which of these have something for me?"
 * (epoll, kqueue), serves those, and asks again. It never waits for one particular client.
 *
 * - Who accepts: the loop, as soon as it comes round, so the listen queue is nearly always empty.
 * - Who serves: the same thread, in slices of one chunk.
 * - Where clients wait: in the kernel's buffers, until the loop reaches them.
 * - What it costs: a few kilobytes per connection, no thread, no process, no lock.
 * - The trap: nothing may take long. A computation of 10 ms stops every client for 10 ms, and a
 *   second CPU is of no use: that is what worker-threads, cluster and worker-pool are for.
 *
 * With datagrams the loop watches a single socket, and asking which of many is ready gains nothing:
 * the blocking loop (conversation-loop) does the same with less. What an event loop buys there is
 * that the thread can also hear signals, timers and other sockets.
 */
export const eventLoop: ServerStrategy = {
  name: 'event-loop',
  summary: 'One thread accepts and serves all clients in turn; they wait in kernel buffers.',
  transports: ['tcp', 'unix', 'udp'],
  admits: 'concurrent',
  answers: 'conversation',
  blocks: false,
  unsupported: () => null,
  serve: serveOnOneLoop,
};

async function serveOnOneLoop(options: ServerOptions, events: ServerEvents): Promise<void> {
  if (options.listen.transport === 'udp') {
    const { serveDatagramsOnLoop } = await import('./datagrams/serve-on-loop.ts');
    return serveDatagramsOnLoop(options, events);
  }
  const service = await loadService(options.service, options.work);
  const connections = new Connections();
  const place = { service, connections, roundsPerUnit: options.work.rounds };
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
