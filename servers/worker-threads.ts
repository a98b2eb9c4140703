import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer, Socket as NetSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePort, Transferable } from 'node:worker_threads';
import { MessageChannel, SHARE_ENV, Worker } from 'node:worker_threads';
import { createConnectionTask } from './connection-task.ts';
import { CONNECTION_OPTIONS, listenEvented } from './evented/listen-evented.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import { stopSignal } from './hosting/stop-signal.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import { needsCompany } from './service-obstacle.ts';
import { sharedPortObstacle } from './shared-port-obstacle.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';
import type { ThreadReport } from './worker-threads.worker.ts';

/** From the request to stop until we end without having seen all threads end. */
const STOP_TIMEOUT_MS = 500;

const WORKER_FILE = siblingFile(import.meta.url, 'worker-threads.worker');

/**
 * Several event loops in one process, each in a thread of its own.
 *
 * - Who accepts: the main thread, which reads nothing: it hands every connection to the next
 *   thread in turn and forgets it.
 * - Who serves: the thread that got it, together with all others it got, on its event loop.
 * - Where clients wait: in kernel buffers, for the one loop that has them.
 * - What it costs: a JavaScript heap per thread; a hand-over per connection; nothing per message,
 *   unless clients hear of each other (chat): then each word is copied to every other thread, by a
 *   port from thread to thread, 2 to 3 us of CPU each.
 * - What it buys: one CPU per thread, and a computation stops only the clients of its own thread.
 * - The trap: turns are dealt by connection, not by load: three busy clients may share one thread
 *   while the next thread has three sleepers, and nothing moves them later.
 *
 * The connection must not have been read from when it is handed over (`pauseOnConnect`): bytes
 * that the main thread took would be missing in the other one.
 *
 * With datagrams there is no connection to hand over. Each thread has a socket of its own on the
 * same port (SO_REUSEPORT), and the kernel deals by a hash of the sender: the main thread only
 * starts and ends them.
 */
export const workerThreads: ServerStrategy = {
  name: 'worker-threads',
  summary:
    'The main thread accepts and deals connections to a few threads with an event loop each.',
  transports: ['tcp', 'udp'], // no unix: Node.js can hand over TCP connections only
  admits: 'concurrent',
  answers: 'conversation',
  blocks: false,
  unsupported: (options) => {
    if (options?.listen.transport === 'udp') return sharedPortObstacle();
    return socketsAreTransferable() ? null : NO_TRANSFER;
  },
  serve: serveOnThreads,
};

const NO_TRANSFER = `Node.js ${process.version} can't hand a connection to a worker thread`;

async function serveOnThreads(options: ServerOptions, events: ServerEvents): Promise<void> {
  if (options.listen.transport === 'udp') {
    const { serveDatagramsOnThreads } = await import('./datagrams/serve-on-threads.ts');
    return serveDatagramsOnThreads(options, events);
  }
  const threads = Array.from({ length: options.workers }, () => startThread(options));
  await Promise.all(threads.map((thread) => once(thread.worker, 'message'))); // "ready"
  if (needsCompany(options.service)) connectEach(threads);
  const failed = Promise.race(threads.map(({ ended }) => ended));

  let turn = 0;
  const server = createServer({ ...CONNECTION_OPTIONS, pauseOnConnect: true }, (socket) => {
    const thread = threads[turn];
    turn = (turn + 1) % threads.length;
    if (thread !== undefined) handOver(socket, thread);
  });
  const told = stopSignal().then(() => null);
  events.listening(await listenEvented(server, options));

  const failure = await Promise.race([told, failed]);
  server.close();
  events.connectionsPerWorker(threads.map(({ connections }) => connections));
  if (failure !== null) throw new Error(`a worker thread ended by itself: ${failure}`);

  for (const { worker } of threads) worker.postMessage('stop');
  await Promise.race([Promise.all(threads.map(({ ended }) => ended)), sleep(STOP_TIMEOUT_MS)]);
  events.disconnectedSlowReaders(
    threads.reduce((sum, { disconnectedSlowReaders }) => sum + disconnectedSlowReaders, 0),
  );
}

interface Thread {
  readonly worker: Worker;
  /** Why; nobody ends by itself while all is well. */
  readonly ended: Promise<string>;
  connections: number;
  /** Known when it has ended. */
  disconnectedSlowReaders: number;
}

function startThread(options: ServerOptions): Thread {
  const worker = new Worker(WORKER_FILE, {
    workerData: createConnectionTask(options, ''),
    env: SHARE_ENV,
    execArgv: [],
  });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(String(error)));
    worker.once('exit', (code) => resolve(`exit code ${code}`));
  });
  const thread = { worker, ended, connections: 0, disconnectedSlowReaders: 0 };
  worker.on('message', (report: ThreadReport) => {
    if (report !== 'ready') thread.disconnectedSlowReaders = report.disconnectedSlowReaders;
  });
  return thread;
}

/** A port from every thread to every other. They get it before any connection: it comes first. */
function connectEach(threads: readonly Thread[]): void {
  const ports = threads.map((): MessagePort[] => []);
  for (const [from, own] of ports.entries()) {
    for (const others of ports.slice(from + 1)) {
      const { port1, port2 } = new MessageChannel();
      own.push(port1);
      others.push(port2);
    }
  }
  for (const [index, { worker }] of threads.entries()) {
    const neighbours = ports[index] ?? [];
    worker.postMessage({ neighbours }, neighbours);
  }
}

function handOver(socket: Socket, thread: Thread): void {
  thread.connections++;
  try {
    thread.worker.postMessage(socket, [transferable(socket)]);
  } catch (error) {
    // The client was gone before it could be handed over.
    writeLogLine(`a connection was lost on its way to a thread: ${String(error)}`);
    socket.destroy();
  }
}

/** Asked with a socket that never saw a network: where sockets can move, it is refused politely. */
function socketsAreTransferable(): boolean {
  const { port1, port2 } = new MessageChannel();
  const socket = new NetSocket();
  try {
    port1.postMessage(socket, [transferable(socket)]);
    return true;
  } catch (error) {
    return (
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_WORKER_HANDLE_NOT_TRANSFERABLE'
    );
  } finally {
    port1.close();
    port2.close();
    socket.destroy();
  }
}

/** Newer than the type declarations, which don't know yet that a socket is one. */
function transferable(socket: Socket): Transferable {
  return socket as unknown as Transferable;
}
