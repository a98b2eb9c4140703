import { createMessage, readHeader, writeSequence } from './message.ts';

/** What is wrong with a reply on a connection that keeps the order. */
export type WrongReply = 'corrupt' | 'duplicated' | 'reordered';

/** From this length on, comparing in native code beats a loop. */
const NATIVE_COMPARE_BYTES = 192;

/**
 * Checks the stream of replies on one connection against what was sent, byte by byte and in
 * order, whatever pieces it arrives in.
 */
export class ReplyVerifier {
  /** Sequence of the reply that is due next. */
  sequence = 0;
  readonly #expected: Buffer;
  readonly #connection: number;
  #matched = 0;

  constructor(payloadBytes: number, connection: number) {
    this.#expected = createMessage(payloadBytes, connection);
    this.#connection = connection;
  }

  /**
   * Takes bytes of `chunk` from `start` up to the end of the reply that is due. Returns the offset
   * after what it took, or -1 when a byte differs. `sequence` has grown by one if the reply is
   * complete.
   */
  take(chunk: Buffer, start: number, end: number): number {
    const expected = this.#expected;
    const matched = this.#matched;
    const length = Math.min(end - start, expected.length - matched);
    if (!equals(chunk, start, expected, matched, length)) return -1;
    this.#matched = matched + length;
    if (this.#matched === expected.length) {
      this.#matched = 0;
      this.sequence += 1;
      writeSequence(expected, this.sequence);
    }
    return start + length;
  }

  /** Names what `take` refused: the reply as far as it has come, and the bytes that follow it. */
  explain(chunk: Buffer, start: number, end: number): WrongReply {
    const reply = Buffer.concat([
      this.#expected.subarray(0, this.#matched),
      chunk.subarray(start, end),
    ]).subarray(0, this.#expected.length);
    const header = reply.length === this.#expected.length ? readHeader(reply) : null;
    if (header === null || header.connection !== this.#connection) return 'corrupt';
    if (header.sequence === this.sequence) return 'corrupt';
    const claimed = createMessage(this.#expected.length, this.#connection);
    writeSequence(claimed, header.sequence);
    if (!claimed.equals(reply)) return 'corrupt';
    return header.sequence < this.sequence ? 'duplicated' : 'reordered';
  }
}

function equals(a: Buffer, aStart: number, b: Buffer, bStart: number, length: number): boolean {
  if (length >= NATIVE_COMPARE_BYTES) {
    return b.compare(a, aStart, aStart + length, bStart, bStart + length) === 0;
  }
  for (let i = 0; i < length; i += 1) {
    if (a[aStart + i] !== b[bStart + i]) return false;
  }
  return true;
}
