import { Socket as NetSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { unsupportedReason } from '../sockets/libc.ts';
import { type Accepted, Socket } from '../sockets/socket.ts';
import { formatAddressText } from '../sockets/socket-address.ts';
import { createSocketPair } from '../sockets/socket-pair.ts';
import { acceptConcurrently } from './blocking/accept-concurrently.ts';
import { listenBlocking } from './blocking/listen-blocking.ts';
import { prepareConnection } from './blocking/prepare-connection.ts';
import { createBlockingTask } from './connection-task.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import { endAtOnce, stopSignal } from './hosting/stop-signal.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import { LinkedPlaces } from './places/linked-places.ts';
import { needsCompany } from './service-obstacle.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';
import type { ThreadTask } from './thread-per-connection.worker.ts';

/** Threads alive at a time; then clients wait in the listen queue. About 9 MB each. */
const THREADS_MAX = 512;

/** From the shutdown of all connections until we end with threads that still run. */
const STOP_TIMEOUT_MS = 500;

const WORKER_FILE = siblingFile(import.meta.url, 'thread-per-connection.worker');

/**
 * A thread for every client: "just swap Process for Thread".
 *
 * - Who accepts: the main thread.
 * - Who serves: a new thread that blocks in receive on the number of the connection.
 * - Where clients wait: while their thread starts, and in the listen queue beyond 512 threads.
 * - What it costs: a thread per client; in Node.js also a JavaScript heap, 9 MB, and 18 ms of CPU,
 *   because each thread starts an interpreter of its own. Cheaper than a process, dearer than in C.
 * - What it buys over processes: one descriptor table and one memory that all can share.
 * - The trap: a blocked thread hears nothing. No message reaches it, and the process cannot end
 *   while it waits: only `shutdown` on its descriptor makes its receive return. And the shared
 *   table needs one owner per descriptor: closed twice, the second close may hit the next client,
 *   who got the same number in between. Here the main thread owns them; the threads borrow.
 *
 * Where clients hear of each other (chat), a thread that blocks in receive would be deaf to the
 * others. There it waits in poll for two descriptors, its client and a stream to the main thread,
 * which passes on what each thread says: an event loop after all, one for two in every thread.
 */
export const threadPerConnection: ServerStrategy = {
  name: 'thread-per-connection',
  summary: 'The main thread accepts; each client gets a new thread that blocks on it alone.',
  transports: ['tcp', 'unix'],
  noDatagrams: 'a datagram belongs to no connection that could be given to a thread',
  admits: 'concurrent',
  answers: 'conversation',
  // The event loop that every thread of Node.js has needs five of its own, a link in a chat two.
  descriptorsPerClient: 8,
  blocks: false,
  unsupported: unsupportedReason,
  serve: serveByThreads,
};

async function serveByThreads(options: ServerOptions, events: ServerEvents): Promise<void> {
  const borrowed = new Map<Socket, Promise<void>>();
  const places = needsCompany(options.service) ? new LinkedPlaces() : null;
  const listener = await listenBlocking(options);
  const told = stopSignal();
  events.listening(listener.address);

  await acceptConcurrently(listener.socket, THREADS_MAX, serveInThread, told);
  for (const connection of borrowed.keys()) shutDown(connection);
  const ends = Promise.all(borrowed.values()).then(() => 'ended');
  const end = await Promise.race([ends, sleep(STOP_TIMEOUT_MS)]);
  events.disconnectedSlowReaders(places?.disconnectedSlowReaders ?? 0);
  if (end !== 'ended') endAtOnce();

  async function serveInThread(accepted: Accepted): Promise<void> {
    const { connection } = accepted;
    const link = places === null ? null : openLink(places, () => shutDown(connection));
    const ended = threadEnded(startThread(accepted, link, options));
    borrowed.set(connection, ended);
    await ended;
    borrowed.delete(connection);
    connection.close(); // only now: while the thread lived, the number was in use
    link?.close();
  }
}

/** A stream to a new thread; the end returned is the thread's, and closing it is the main thread's. */
function openLink(places: LinkedPlaces, letGo: () => void): Socket {
  const [here, there] = createSocketPair();
  places.attach(new NetSocket({ fd: here, readable: true, writable: true }), letGo);
  return Socket.fromDescriptor(there);
}

function startThread(
  { connection, peer }: Accepted,
  link: Socket | null,
  options: ServerOptions,
): Worker {
  prepareConnection(connection);
  const task: ThreadTask = {
    ...createBlockingTask(options, formatAddressText(peer), link?.descriptor ?? null),
    descriptor: connection.descriptor,
  };
  return new Worker(WORKER_FILE, {
    workerData: task,
    env: SHARE_ENV,
    execArgv: [],
    stdin: false,
    trackUnmanagedFds: false,
    // A conversation allocates next to nothing: small heaps leave room for many threads.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
}

/** Also resolves when the thread failed: that ends one conversation, not the server. */
function threadEnded(worker: Worker): Promise<void> {
  worker.on('error', (error) => writeLogLine(`a client's thread failed: ${String(error)}`));
  return new Promise((resolve) => worker.once('exit', () => resolve()));
}

function shutDown(connection: Socket): void {
  try {
    connection.shutdown('both');
  } catch {
    // ENOTCONN: the client has gone, so nobody is blocked in a receive.
  }
}
