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
  readonly #messages: Buffer[] = [];
  readonly #tails: Buffer[] = [];

  constructor(room: number, messageBytes: number, connection: number) {
    this.room = room;
    this.messageBytes = messageBytes;
    this.#connection = connection;
    this.#bytes = Buffer.allocUnsafeSlow(room * messageBytes);
  }

  /** Puts message `sequence` into its slot. Slots are first used in order. */
  write(sequence: number): void {
    const slot = sequence % this.room;
    writeSequence(this.#messages[slot] ?? this.#fill(slot), sequence);
  }

  /** Memory that starts with message `sequence`; those behind it follow, up to the last slot. */
  from(sequence: number, messages: number): Buffer {
    const slot = sequence % this.room;
    const message = this.#messages[slot];
    if (message === undefined) throw new RangeError(`message ${sequence} was never written`);
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
    const [first] = this.#messages;
    message.set(first ?? createMessage(this.messageBytes, this.#connection));
    this.#messages[slot] = message;
    return message;
  }
}
