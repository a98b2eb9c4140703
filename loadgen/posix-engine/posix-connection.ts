import { epollEvents } from '../../sockets/epoll.ts';
import { errno, errnoName } from '../../sockets/errno.ts';
import type { Socket } from '../../sockets/socket.ts';
import { tryReceive, trySend } from '../../sockets/try-transfer.ts';
import type { Connection, ConnectionEvents } from '../clients/connection.ts';

/** All connections of a thread read into one buffer: each chunk is used up before the next comes. */
const receiveBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** The other side sends no more, or all is over: read on until that shows. */
const ENDING = epollEvents.readHangUp | epollEvents.hangUp | epollEvents.error;
const READABLE = epollEvents.readable | ENDING;

/** What a connection asks of whoever watches its descriptor. */
export interface Watcher {
  /** From now on tells changes of `socket`, whether it can be written among them or not. */
  watch(socket: Socket, writable: boolean): void;
  /** Tells `connection` later that it ended. */
  endLater(connection: PosixConnection, code: string): void;
  /** Another attempt in place of one that failed; false when there is no other address. */
  retry(connection: PosixConnection): boolean;
  forget(socket: Socket): void;
}

/**
 * A non-blocking socket that is watched edge-triggered (man 7 epoll): each event tells a change, so
 * a short read has emptied it, and a connection at rest costs the kernel nothing.
 */
export class PosixConnection implements Connection {
  readonly #events: ConnectionEvents;
  readonly #watcher: Watcher;
  /** Null before it is opened, and when it is over. */
  #socket: Socket | null = null;
  /** The socket's, at hand; -1 without one. */
  #fd = -1;
  #connecting = true;
  #reading = true;
  /** What the kernel has not taken yet: `#rest[#restStart..#restEnd]`. */
  #rest: Buffer | null = null;
  #restStart = 0;
  #restEnd = 0;
  /** A write failed: that took the error away, so that reading would call it a good end. */
  #broken = false;
  #over = false;

  constructor(events: ConnectionEvents, watcher: Watcher) {
    this.#events = events;
    this.#watcher = watcher;
  }

  /** Takes a socket that is connecting. */
  use(socket: Socket): void {
    this.#socket = socket;
    this.#fd = socket.descriptor;
  }

  write(bytes: Buffer, start: number, end: number, more: boolean): boolean {
    const sent = trySend(this.#fd, bytes, start, end, more);
    return sent === end - start || this.#keepRest(bytes, start, end, sent);
  }

  /** How it ends will not be heard either. */
  stopReading(): void {
    this.#reading = false;
  }

  close(): void {
    this.#over = true;
    this.#rest = null;
    const socket = this.#socket;
    this.#socket = null;
    this.#fd = -1;
    if (socket === null) return;
    this.#watcher.forget(socket);
    socket.close();
  }

  /** What epoll told: a sum of `epollEvents`. */
  handle(events: number): void {
    if (this.#broken || (this.#connecting && !this.#isConnected(events))) return;
    if ((events & READABLE) !== 0) this.#receive((events & ENDING) !== 0);
    if ((events & epollEvents.writable) !== 0 && this.#rest !== null) this.#sendRest();
  }

  /** Says once that it is over, unless its owner closed it. */
  end(code: string): void {
    if (this.#over) return;
    this.close();
    this.#events.ended(code);
  }

  #isConnected(events: number): boolean {
    const socket = this.#socket;
    if (socket === null) return false;
    const failed = (events & epollEvents.error) !== 0 ? socket.getOption('error') : 0;
    if (failed !== 0) {
      this.#onRefused(socket, failed);
      return false;
    }
    if ((events & epollEvents.writable) === 0) return false;
    this.#connecting = false;
    this.#watcher.watch(socket, false);
    this.#events.connected();
    return true;
  }

  #onRefused(socket: Socket, failed: number): void {
    this.#watcher.forget(socket);
    socket.close();
    this.#socket = null;
    this.#fd = -1;
    if (!this.#watcher.retry(this)) this.end(errnoName(failed));
  }

  #receive(isEnding: boolean): void {
    while (this.#fd >= 0 && this.#reading) {
      const count = tryReceive(this.#fd, receiveBuffer);
      if (count > 0) {
        this.#events.received(receiveBuffer, count);
        if (this.#broken || (count < receiveBuffer.length && !isEnding)) return;
      } else if (count === -errno.EAGAIN) {
        return;
      } else {
        this.end(count === 0 ? 'END_OF_STREAM' : errnoName(-count));
      }
    }
  }

  #keepRest(bytes: Buffer, start: number, end: number, sent: number): false {
    if (this.#socket === null || (sent < 0 && sent !== -errno.EAGAIN)) {
      this.#broken = true;
      this.#watcher.endLater(this, errnoName(-sent));
      return false;
    }
    this.#rest = bytes;
    this.#restStart = start + Math.max(0, sent);
    this.#restEnd = end;
    this.#watcher.watch(this.#socket, true);
    return false;
  }

  #sendRest(): void {
    while (this.#rest !== null && this.#socket !== null) {
      const sent = trySend(this.#fd, this.#rest, this.#restStart, this.#restEnd, false);
      if (sent === -errno.EAGAIN) return;
      if (sent < 0) {
        this.end(errnoName(-sent));
        return;
      }
      this.#restStart += sent;
      if (this.#restStart < this.#restEnd) continue;
      this.#rest = null;
      this.#watcher.watch(this.#socket, false);
      this.#events.drained();
    }
  }
}
