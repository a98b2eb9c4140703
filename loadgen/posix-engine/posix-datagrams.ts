import { DatagramReceiver, DatagramSender } from '../../sockets/batch-transfer.ts';
import { epollEvents } from '../../sockets/epoll.ts';
import { errno, errnoName } from '../../sockets/errno.ts';
import { countReceiveDrops } from '../../sockets/receive-drops.ts';
import type { Socket } from '../../sockets/socket.ts';
import { trySend } from '../../sockets/try-transfer.ts';
import {
  type Connection,
  type ConnectionEvents,
  RECEIVE_BUFFER_FULL,
} from '../clients/connection.ts';

/** Datagrams that one call sends or receives. */
const BATCH = 32;
/** Longer than any datagram; not a power of two, or all places would share their cache lines. */
const SLOT_BYTES = 64 * 1024 + 192;
/** So much is read at once before the other sockets have their turn. */
const BATCHES_PER_EVENT = 16;

/** All sockets of a thread send and receive through these: each batch is used up before the next. */
const sender = new DatagramSender(BATCH);
const receiver = new DatagramReceiver(BATCH, SLOT_BYTES);

/** What a datagram socket asks of whoever watches its descriptor. */
export interface DatagramWatcher {
  /** From now on tells changes of `socket`, whether it can be written among them or not. */
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
    this.#tellDrops(socket);
    this.#watcher.forget(socket);
    socket.close();
  }

  receiveRest(): void {
    let isMore = this.#fd >= 0 && !this.#connecting;
    for (let batch = 0; isMore && batch < BATCHES_PER_EVENT; batch += 1) {
      isMore = this.#receiveMany();
    }
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

  /** Replies that were lost here, by the load's own fault: that must not be taken for the server's. */
  #tellDrops(socket: Socket): void {
    if ((countReceiveDrops(socket.descriptor) ?? 0) > 0)
      this.#events.troubled?.(RECEIVE_BUFFER_FULL);
  }

  /**
   * Each event tells a change, so all is read that may be awaited. What more there is (doubles) waits
   * for the next event: to look for it would cost every message another call.
   */
  #receive(): void {
    let isMore = true;
    for (let batch = 0; isMore; batch += 1) {
      if (batch === BATCHES_PER_EVENT) {
        if (this.#socket !== null) this.#watcher.watch(this.#socket, this.#rest.length > 0);
        break;
      }
      isMore = (this.#events.awaited ?? BATCH) > 1 ? this.#receiveMany() : this.#receiveOne();
    }
    if (this.#fd >= 0) this.#events.receivedAll?.();
  }

  /** False when there is no more, or nothing more is awaited. */
  #receiveOne(): boolean {
    const length = receiver.receiveOne(this.#fd);
    if (length < 0) return this.#onError(-length);
    this.#events.received(receiver.bytes, length, 0);
    return this.#fd >= 0 && (this.#events.awaited ?? 0) > 0;
  }

  #receiveMany(): boolean {
    const count = receiver.receive(this.#fd);
    if (count < 0) return this.#onError(-count);
    for (let i = 0; i < count && this.#fd >= 0; i += 1) {
      this.#events.received(receiver.bytes, receiver.length(i), receiver.start(i));
    }
    return this.#fd >= 0 && count === BATCH;
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

  /** Whether there was an error at all: it is gone now, and the socket goes on. */
  #onError(number: number): boolean {
    if (number === errno.EAGAIN || this.#fd < 0) return false;
    this.#events.troubled?.(errnoName(number));
    return true;
  }
}
