import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Connection, ConnectionEvents } from '../clients/connection.ts';
import { RECEIVE_BUFFER_BYTES } from '../receive-buffer.ts';

/** A connected socket through `node:dgram`. An error that comes after connecting is no end. */
export class NodeDatagrams implements Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #connected = false;
  #blocked = false;
  #over = false;
  readonly #onSent: (error: Error | null) => void;

  constructor({ host, port }: { host: string; port: number }, events: ConnectionEvents) {
    this.#events = events;
    this.#onSent = (error) => this.#afterSend(error);
    this.#socket = createSocket({
      type: isIPv6(host) ? 'udp6' : 'udp4',
      recvBufferSize: RECEIVE_BUFFER_BYTES,
    });
    this.#socket.on('message', (message) => {
      if (this.#over) return;
      events.received(message, message.length);
      if (!this.#over) events.receivedAll?.();
    });
    this.#socket.on('connect', () => {
      this.#connected = true;
      if (!this.#over) events.connected();
    });
    this.#socket.on('error', (error) => this.#onError(error));
    this.#socket.connect(port, host);
  }

  write(bytes: Buffer, start: number, end: number): boolean {
    this.#socket.send(bytes, start, end - start, this.#onSent);
    this.#blocked ||= this.#socket.getSendQueueCount() > 0;
    return !this.#blocked;
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.close();
  }

  #afterSend(error: NodeJS.ErrnoException | null): void {
    if (this.#over) return;
    if (error !== null) this.#onError(error);
    if (!this.#blocked || this.#socket.getSendQueueCount() > 0) return;
    this.#blocked = false;
    this.#events.drained();
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (this.#over) return;
    const code = error.code ?? error.name;
    if (this.#connected) {
      this.#events.troubled?.(code);
      return;
    }
    this.close();
    this.#events.ended(code);
  }
}
