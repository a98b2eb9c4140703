import { createMessage, writeSequence } from '../../protocol/message.ts';

/**
 * The messages of one connection in one piece of memory, so that neighbours leave in one write. A
 * message stays as it is until its slot comes round again, which is after its reply. Slots that are
 * never used cost no memory but the reserved one.
 */
export class MessageRing {
  readonly room: number;
  readonly messageBytes: number;
  readonly #bytes: Buffer;
  readonly #connection: number;
  /** The message in each slot, and the rest of the memory from it on. */
  readonly #messages: (Buffer | undefined)[] = [];
  readonly #tails: (Buffer | undefined)[] = [];
  /** Any message of this connection: they differ in their sequence alone. */
  #filled: Buffer | null = null;

  constructor(room: number, messageBytes: number, connection: number) {
    this.room = room;
    this.messageBytes = messageBytes;
    this.#connection = connection;
    this.#bytes = Buffer.allocUnsafeSlow(room * messageBytes);
    this.#messages.length = room;
    this.#tails.length = room;
  }

  /** Puts message `sequence` into `slot`. */
  write(slot: number, sequence: number): void {
    writeSequence(this.#messages[slot] ?? this.#fill(slot), sequence);
  }

  /** Memory that starts with the message in `slot`; those behind it follow, up to the last slot. */
  from(slot: number, messages: number): Buffer {
    const message = this.#messages[slot];
    if (message === undefined) throw new RangeError(`slot ${slot} was never written`);
    if (messages === 1) return message;
    const tail = this.#tails[slot];
    if (tail !== undefined) return tail;
    const made = this.#bytes.subarray(slot * this.messageBytes);
    this.#tails[slot] = made;
    return made;
  }

  #fill(slot: number): Buffer {
    const start = slot * this.messageBytes;
    const message = this.#bytes.subarray(start, start + this.messageBytes);
    message.set(this.#filled ?? createMessage(this.messageBytes, this.#connection));
    this.#filled = message;
    this.#messages[slot] = message;
    return message;
  }
}
