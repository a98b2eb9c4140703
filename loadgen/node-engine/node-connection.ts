import { connect, type Socket } from 'node:net';
import type { Address } from '../../protocol/address.ts';
import type { Connection, ConnectionEvents } from '../clients/connection.ts';

/** All connections of a thread read into one buffer: each chunk is used up before the next comes. */
const receiveBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** A connection through `node:net`. */
export class NodeConnection implements Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #lastView: Buffer = receiveBuffer;
  #reading = true;
  #over = false;

  constructor(target: Address, events: ConnectionEvents) {
    this.#events = events;
    const where =
      target.transport === 'unix'
        ? { path: target.path }
        : { host: target.host, port: target.port, noDelay: true };
    this.#socket = connect({
      ...where,
      onread: {
        buffer: receiveBuffer,
        callback: (length: number) => {
          if (!this.#over) events.received(receiveBuffer, length);
          return this.#reading;
        },
      },
    });
    this.#socket.on('connect', () => {
      if (!this.#over) events.connected();
    });
    this.#socket.on('drain', () => {
      if (!this.#over) events.drained();
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? error.name));
    this.#socket.on('end', () => this.#end('END_OF_STREAM'));
    this.#socket.on('close', () => this.#end('END_OF_STREAM'));
  }

  write(bytes: Buffer, start: number, end: number, more: boolean): boolean {
    if (more) this.#socket.cork();
    const isRoomLeft = this.#socket.write(this.#view(bytes, start, end));
    if (!more && this.#socket.writableCorked > 0) this.#socket.uncork();
    return isRoomLeft;
  }

  /** From within `received`: what it gives back then decides. */
  stopReading(): void {
    this.#reading = false;
    this.#socket.pause();
  }

  close(): void {
    this.#over = true;
    this.#socket.destroy();
  }

  /** A client that waits for each reply sends from the same place each time. */
  #view(bytes: Buffer, start: number, end: number): Buffer {
    const { buffer, byteOffset, length } = this.#lastView;
    const isSame =
      buffer === bytes.buffer && byteOffset === bytes.byteOffset + start && length === end - start;
    if (!isSame) this.#lastView = bytes.subarray(start, end);
    return this.#lastView;
  }

  #end(code: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#events.ended(code);
  }
}
