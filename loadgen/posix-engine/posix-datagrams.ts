import { DatagramReceiver, DatagramSender } from '../../sockets/batch-transfer.ts';
import { epollEvents } from '../../sockets/epoll.ts';
import { errno, errnoName } from '../../sockets/errno.ts';
import type { Socket } from '../../sockets/socket.ts';
import { trySend } from '../../sockets/try-transfer.ts';
import type { Connection, ConnectionEvents } from '../clients/connection.ts';

/** Datagrams that one call sends or receives. */
const BATCH = 32;
/** Longer than any datagram; not a power of two, or all places would share their cache lines. */
const SLOT_BYTES = 64 * 1024 + 192;

/** All sockets of a thread send and receive through these: each batch is used up before the next. */
const sender = new DatagramSender(BATCH);
const receiver = new DatagramReceiver(BATCH, SLOT_BYTES);

/** What a datagram socket asks of whoever watches its descriptor. */
export interface DatagramWatcher {
  /** From now on tells whether `socket` can be read, and whether it can be written. */
  watch(socket: Socket, writable: boolean): void;
  forget(socket: Socket): void;
}

interface Rest {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * A connected datagram socket: it hears of its peer alone, and learns when nobody listens there.
 * Such an error is no end: it may speak of a datagram long gone, and the next may find a listener.
 */
export class PosixDatagrams implements Connection {
  readonly #events: ConnectionEvents;
  readonly #watcher: DatagramWatcher;
  #socket: Socket | null = null;
  /** The socket's, at hand; -1 without one. */
  #fd = -1;
  #connecting = true;
  /** What the kernel has not taken yet; mostly nothing. */
  #rest: Rest[] = [];
  #over = false;

  constructor(events: ConnectionEvents, watcher: DatagramWatcher) {
    this.#events = events;
    this.#watcher = watcher;
  }

  use(socket: Socket): void {
    this.#socket = socket;
    this.#fd = socket.descriptor;
  }

  write(bytes: Buffer, start: number, end: number, more: boolean): boolean {
    if (!more && sender.size === 0) {
      const sent = trySend(this.#fd, bytes, start, end, false);
      if (sent >= 0) return true;
      this.#onError(-sent);
    }
    sender.add(bytes, start, end);
    return (more && sender.size < sender.capacity) || this.#sendAll(bytes);
  }

  close(): void {
    this.#over = true;
    this.#rest = [];
    const socket = this.#socket;
    this.#socket = null;
    this.#fd = -1;
    if (socket === null) return;
    this.#watcher.forget(socket);
    socket.close();
  }

  /** What epoll told: a sum of `epollEvents`. */
  handle(events: number): void {
    if (this.#connecting) this.#onConnected();
    if ((events & (epollEvents.readable | epollEvents.error)) !== 0) this.#receive();
    if ((events & epollEvents.writable) !== 0 && this.#rest.length > 0) this.#sendRest();
  }

  /** Says once that it is over, unless its owner closed it. */
  end(code: string): void {
    if (this.#over) return;
    this.close();
    this.#events.ended(code);
  }

  #onConnected(): void {
    if (this.#socket === null) return;
    this.#connecting = false;
    this.#watcher.watch(this.#socket, false);
    this.#events.connected();
  }

  #receive(): void {
    if (this.#fd < 0) return;
    const count = receiver.receive(this.#fd);
    for (let i = 0; i < count && this.#fd >= 0; i += 1) {
      this.#events.received(receiver.bytes, receiver.length(i), receiver.start(i));
    }
    if (count < 0) this.#onError(-count);
    else if (this.#fd >= 0) this.#events.receivedAll?.();
  }

  /**
   * An error that waited on the socket is taken by the next call, which then sends nothing: it is
   * tried again once. A datagram that fails by itself is left out; it will be missed in time.
   */
  #sendAll(bytes: Buffer): boolean {
    let failures = 0;
    while (sender.size > 0) {
      const sent = sender.send(this.#fd);
      if (sent === -errno.EAGAIN) {
        this.#keep(bytes);
        return false;
      }
      failures = sent >= 0 ? 0 : failures + 1;
      if (sent < 0) this.#onError(-sent);
      if (failures === 2) {
        sender.skip();
        failures = 0;
      }
    }
    return true;
  }

  #keep(bytes: Buffer): void {
    for (const { start, end } of sender.takeRest()) this.#rest.push({ bytes, start, end });
    if (this.#socket !== null) this.#watcher.watch(this.#socket, true);
  }

  #sendRest(): void {
    const rest = this.#rest.splice(0, sender.capacity);
    for (const { bytes, start, end } of rest) sender.add(bytes, start, end);
    const [first] = rest;
    if (first === undefined || !this.#sendAll(first.bytes) || this.#rest.length > 0) return;
    if (this.#socket === null) return;
    this.#watcher.watch(this.#socket, false);
    this.#events.drained();
  }

  #onError(number: number): void {
    if (number !== errno.EAGAIN) this.#events.troubled?.(errnoName(number));
  }
}
