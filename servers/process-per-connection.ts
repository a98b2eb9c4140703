import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { unsupportedReason } from '../sockets/libc.ts';
import type { Accepted } from '../sockets/socket.ts';
import { formatAddressText } from '../sockets/socket-address.ts';
import { acceptConcurrently } from './blocking/accept-concurrently.ts';
import { listenBlocking } from './blocking/listen-blocking.ts';
import { prepareConnection } from './blocking/prepare-connection.ts';
import { createBlockingTask } from './connection-task.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import { stopSignal } from './hosting/stop-signal.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import { LinkedPlaces } from './places/linked-places.ts';
import { needsCompany } from './service-obstacle.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/** Children alive at a time; then clients wait in the listen queue. About 50 MB each. */
const CHILDREN_MAX = 256;

/** From SIGTERM to the children until we end without having seen them all end. */
const STOP_TIMEOUT_MS = 500;

/** In the child: the stream to the parent, where clients hear of each other. */
const LINK_DESCRIPTOR = 4;

const CHILD_FILE = siblingFile(import.meta.url, 'process-per-connection.child');

/**
 * A process for every client, which serves it with the loop of conversation-loop and ends.
 *
 * - Who accepts: the parent. It waits for clients and for dead children, and never reads a byte.
 * - Who serves: a child that inherited the connection as its descriptor 3 and blocks in receive.
 * - Where clients wait: while their process starts, and in the listen queue beyond 256 children.
 * - What it costs: a process per client. Here a new Node.js, 30 ms of CPU and 50 MB, much of them
 *   shared: where C forks a copy of itself in a tenth of a millisecond, a runtime with threads of
 *   its own cannot fork, and starts over.
 * - What it buys: isolation. A child that crashes takes one client with it.
 * - The trap: the descriptor now exists twice. A parent that keeps its copy open keeps the
 *   connection open after the child has closed its own, and the client waits for an end of stream
 *   that never comes. And a parent that does not reap its children fills the table of processes.
 *
 * Isolation has its price where clients must hear of each other (chat): nothing is shared, so each
 * word goes through a stream to the parent and by another to every other child, as JSON. And a
 * child that blocks in receive would not hear it: there it waits in poll, for its client and for
 * its stream.
 */
export const processPerConnection: ServerStrategy = {
  name: 'process-per-connection',
  summary: 'The parent accepts; each client gets a new process that blocks on it alone.',
  transports: ['tcp', 'unix'],
  noDatagrams: 'a datagram belongs to no connection that could be given to a process',
  admits: 'concurrent',
  answers: 'conversation',
  blocks: false,
  unsupported: unsupportedReason,
  serve: serveByProcesses,
};

async function serveByProcesses(options: ServerOptions, events: ServerEvents): Promise<void> {
  const children = new Set<ChildProcess>();
  const places = needsCompany(options.service) ? new LinkedPlaces() : null;
  const listener = await listenBlocking(options);
  const told = stopSignal();
  events.listening(listener.address);

  await acceptConcurrently(listener.socket, CHILDREN_MAX, serveInChild, told);
  const ends = [...children].map(childEnded);
  for (const child of children) child.kill('SIGTERM'); // its default: a blocked child just ends
  await Promise.race([Promise.all(ends), sleep(STOP_TIMEOUT_MS)]);
  events.disconnectedSlowReaders(places?.disconnectedSlowReaders ?? 0);

  async function serveInChild(accepted: Accepted): Promise<void> {
    const child = spawnChild(accepted, options, places);
    children.add(child);
    await childEnded(child);
    children.delete(child);
  }
}

function spawnChild(
  { connection, peer }: Accepted,
  options: ServerOptions,
  places: LinkedPlaces | null,
): ChildProcess {
  prepareConnection(connection);
  const linkDescriptor = places === null ? null : LINK_DESCRIPTOR;
  const task = createBlockingTask(options, formatAddressText(peer), linkDescriptor);
  const link: StdioOptions = places === null ? [] : ['pipe'];
  const child = spawn(process.execPath, [CHILD_FILE, JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'inherit', connection.descriptor, ...link],
  });
  const ourEnd = child.stdio[LINK_DESCRIPTOR];
  if (ourEnd instanceof Socket) places?.attach(ourEnd, () => child.kill('SIGKILL'));
  connection.close(); // the child has its own copy, from the moment spawn returned
  child.on('error', ({ message }) => writeLogLine(`no process for a client: ${message}`));
  return child;
}

/** Also resolves when it never began. The event loop reaps it: nobody has to call wait. */
function childEnded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}
