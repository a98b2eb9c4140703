import { messageFlags, type Socket } from '../../sockets/socket.ts';

/**
 * Bytes for a peer who may not take them now. What the kernel takes leaves at once, the rest waits
 * here, in order, until poll says that there is room: nothing ever blocks.
 */
export class OutgoingQueue {
  readonly #socket: Socket;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #isBlocked = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** What waits here, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is something that the kernel would not take: ask poll for `writable` then. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Call it when poll says that there is room. */
  unblock(): void {
    this.#isBlocked = false;
  }

  /** Sends what the kernel takes, all in one call; throws what `send` throws when the peer is gone. */
  flush(): void {
    if (this.#bytes === 0 || this.#isBlocked) return;
    const [first = new Uint8Array(0)] = this.#waiting;
    const bytes = this.#waiting.length === 1 ? first : Buffer.concat(this.#waiting);
    const sent = this.#sendSome(bytes);
    this.#bytes -= sent;
    this.#isBlocked = this.#bytes > 0;
    this.#waiting = this.#isBlocked ? [bytes.subarray(sent)] : [];
  }

  /** Forgets it all: the peer is gone, or will be. */
  drop(): void {
    this.#waiting = [];
    this.#bytes = 0;
    this.#isBlocked = false;
  }

  #sendSome(bytes: Uint8Array): number {
    try {
      return this.#socket.send(bytes, messageFlags.dontWait);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
