import { Epoll, epollEvents } from '../../sockets/epoll.ts';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import type { Carrier, Connection, ConnectionEvents } from '../clients/connection.ts';
import type { Clock } from '../clock.ts';
import { RECEIVE_BUFFER_BYTES } from '../receive-buffer.ts';
import { PosixConnection, type Watcher } from './posix-connection.ts';
import { type DatagramWatcher, PosixDatagrams } from './posix-datagrams.ts';
import type { PosixTarget } from './posix-target.ts';

const EVENTS_PER_WAIT = 512;
const READING = epollEvents.readable + epollEvents.readHangUp + epollEvents.edgeTriggered;
const WRITING = READING + epollEvents.writable;

interface Task {
  readonly dueNs: number;
  readonly run: () => void;
}

type Carried = Connection & Pick<PosixConnection, 'use' | 'handle' | 'end'>;

interface Ending {
  readonly connection: Carried;
  readonly code: string;
}

/** Connections of one thread on one epoll descriptor. Everything happens within `turn`. */
export class PosixCarrier implements Carrier, Watcher, DatagramWatcher {
  readonly #epoll = Epoll.create(EVENTS_PER_WAIT);
  readonly #clock: Clock;
  readonly #targets: readonly PosixTarget[] | string;
  /** By descriptor. */
  readonly #connections: (Carried | undefined)[] = [];
  /** Which of the target's addresses each connection tries, where it is not the first. */
  readonly #attempts = new WeakMap<Carried, number>();
  #tasks: Task[] = [];
  #endings: Ending[] = [];

  /** `targets` may be the code of an error that every connection then ends with. */
  constructor(targets: readonly PosixTarget[] | string, clock: Clock) {
    this.#targets = targets;
    this.#clock = clock;
  }

  open(events: ConnectionEvents): Connection {
    const isDatagram = typeof this.#targets !== 'string' && this.#targets[0]?.type === 'datagram';
    const connection = isDatagram
      ? new PosixDatagrams(events, this)
      : new PosixConnection(events, this);
    if (typeof this.#targets === 'string') this.endLater(connection, this.#targets);
    else this.#connect(connection, 0);
    return connection;
  }

  later(delayNs: number, run: () => void): void {
    const dueNs = this.#clock() + delayNs;
    const after = this.#tasks.findLastIndex((task) => task.dueNs <= dueNs);
    this.#tasks.splice(after + 1, 0, { dueNs, run });
  }

  watch(socket: Socket, writable: boolean): void {
    this.#epoll.modify(socket.descriptor, writable ? WRITING : READING);
  }

  endLater(connection: Carried, code: string): void {
    this.#endings.push({ connection, code });
  }

  retry(connection: Carried): boolean {
    return this.#connect(connection, (this.#attempts.get(connection) ?? 0) + 1);
  }

  /** Closing it takes it from the epoll descriptor as well. */
  forget(socket: Socket): void {
    this.#connections[socket.descriptor] = undefined;
  }

  /** Waits for something to happen, up to `untilNs`, and lets the connections handle all of it. */
  turn(nowNs: number, untilNs: number): void {
    const deadlineNs =
      this.#endings.length > 0 ? 0 : Math.min(untilNs, this.#tasks[0]?.dueNs ?? untilNs);
    const count = this.#epoll.wait(Math.max(0, deadlineNs - nowNs));
    for (let i = 0; i < count; i += 1) {
      this.#connections[this.#epoll.token(i)]?.handle(this.#epoll.events(i));
    }
    if (this.#endings.length > 0) this.#tellEndings();
    if (this.#tasks.length > 0) this.#runTasks();
  }

  close(): void {
    this.#epoll.close();
  }

  /** False when there is no such address; a failure is told later. */
  #connect(connection: Carried, attempt: number): boolean {
    const target = typeof this.#targets === 'string' ? undefined : this.#targets[attempt];
    if (target === undefined) return false;
    if (attempt > 0) this.#attempts.set(connection, attempt);
    const socket = this.#startConnecting(connection, target);
    if (socket === null) return true;
    connection.use(socket);
    this.#connections[socket.descriptor] = connection;
    this.#epoll.add(socket.descriptor, WRITING);
    return true;
  }

  #startConnecting(connection: Carried, target: PosixTarget): Socket | null {
    const { family, type, address } = target;
    let socket: Socket | null = null;
    try {
      socket = Socket.create(family, type);
      socket.setBlocking(false);
      if (type === 'datagram') socket.setOption('receiveBufferBytes', RECEIVE_BUFFER_BYTES);
      else if (family !== 'unix') socket.setOption('noDelay', true);
      const code = socket.connectEx(address);
      if (code === null || code === 'EINPROGRESS') return socket;
      this.endLater(connection, code);
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      this.endLater(connection, error.code);
    }
    socket?.close();
    return null;
  }

  /** What ends meanwhile is told in the next turn. */
  #tellEndings(): void {
    const endings = this.#endings;
    this.#endings = [];
    for (const { connection, code } of endings) connection.end(code);
  }

  #runTasks(): void {
    const nowNs = this.#clock();
    while ((this.#tasks[0]?.dueNs ?? Number.POSITIVE_INFINITY) <= nowNs) this.#tasks.shift()?.run();
  }
}
