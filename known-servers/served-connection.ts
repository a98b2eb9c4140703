import { epollEvents } from '../sockets/epoll.ts';
import { errno } from '../sockets/errno.ts';
import type { Socket } from '../sockets/socket.ts';
import { tryReceive, trySend } from '../sockets/try-transfer.ts';
import type { Converse, Receive } from './converse.ts';

/** One for all connections: what was received is used up before the next is. */
const receiveBuffer = Buffer.allocUnsafeSlow(64 * 1024);
/** The other side sends no more, or all is over: read on until that shows. */
const ENDING = epollEvents.readHangUp | epollEvents.hangUp | epollEvents.error;

/**
 * A client's connection, watched edge-triggered. Nothing is allocated per message, but where the
 * client is slow to take its answers: then what is left is kept, and no more is read until it went.
 */
export class ServedConnection {
  readonly #socket: Socket;
  readonly #fd: number;
  readonly #receive: Receive;
  #rest: Buffer | null = null;
  #open = true;

  constructor(socket: Socket, converse: Converse) {
    this.#socket = socket;
    this.#fd = socket.descriptor;
    this.#receive = converse((bytes, start, end) => this.#send(bytes, start, end));
  }

  /** Does what `events` of epoll allow; false when the connection is over. */
  handle(events: number): boolean {
    if (this.#rest !== null) this.#sendRest();
    while (this.#open && this.#rest === null) {
      const count = tryReceive(this.#fd, receiveBuffer);
      if (count > 0) this.#receive(receiveBuffer, count);
      else if (count !== -errno.EAGAIN) this.#open = false;
      // A short read has emptied the socket: an edge tells when there is more.
      if (count < receiveBuffer.length && (count <= 0 || (events & ENDING) === 0)) break;
    }
    if (!this.#open) this.#socket.close();
    return this.#open;
  }

  #send(bytes: Buffer, start: number, end: number): void {
    if (!this.#open) return;
    if (this.#rest !== null) {
      this.#rest = Buffer.concat([this.#rest, bytes.subarray(start, end)]);
      return;
    }
    const sent = trySend(this.#fd, bytes, start, end, false);
    if (sent === end - start) return;
    if (sent < 0 && sent !== -errno.EAGAIN) this.#open = false;
    else this.#rest = Buffer.from(bytes.subarray(start + Math.max(0, sent), end));
  }

  #sendRest(): void {
    const rest = this.#rest;
    if (rest === null) return;
    this.#rest = null;
    this.#send(rest, 0, rest.length);
  }
}
