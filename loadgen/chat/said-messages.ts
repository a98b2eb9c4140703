import { createMessage, writeSequence } from '../../protocol/message.ts';

/** Messages of one speaker that may be on their way when the load, not a depth, sets the pace. */
const UNSETTLED_MAX = 256;
const UNSETTLED_MAX_BYTES = 4 * 1024 * 1024;
const SAY = Buffer.from('SAY ', 'latin1');
const LENGTH_BYTES = 4;
const TEXT_START = LENGTH_BYTES + SAY.length;

/**
 * What one speaker has said and not everybody has heard, as the frames that were sent, each in a
 * cell, with times and receivers by cell. Sequences count from 1 and settle in order.
 */
export class SaidMessages {
  readonly frameBytes: number;
  readonly bytes: Buffer;
  readonly intendedNs: Float64Array;
  readonly sentNs: Float64Array;
  readonly firstNs: Float64Array;
  readonly medianNs: Float64Array;
  /** Receivers that must hear it; those that have; those that never will. */
  readonly owed: Uint32Array;
  readonly heard: Uint32Array;
  readonly missed: Uint32Array;
  /** Why one of those never will. */
  readonly #codes: (string | null)[] = [];
  readonly #cells: number;
  readonly #payloadBytes: number;
  /** Messages up to this one are settled. */
  #settled = 0;
  #said = 0;

  /** `number` is the speaker's among all connections of the load: each message bears it. */
  constructor(payloadBytes: number, number: number) {
    this.#payloadBytes = payloadBytes;
    this.frameBytes = TEXT_START + payloadBytes;
    this.#cells = Math.max(
      1,
      Math.min(UNSETTLED_MAX, Math.floor(UNSETTLED_MAX_BYTES / this.frameBytes)),
    );
    this.bytes = Buffer.allocUnsafeSlow(this.#cells * this.frameBytes);
    const text = textOf(payloadBytes, number, 0);
    for (let start = 0; start < this.bytes.length; start += this.frameBytes) {
      this.bytes.writeUInt32BE(SAY.length + payloadBytes, start);
      this.bytes.set(SAY, start + LENGTH_BYTES);
      this.bytes.set(text, start + TEXT_START);
    }
    this.intendedNs = new Float64Array(this.#cells);
    this.sentNs = new Float64Array(this.#cells);
    this.firstNs = new Float64Array(this.#cells);
    this.medianNs = new Float64Array(this.#cells);
    this.owed = new Uint32Array(this.#cells);
    this.heard = new Uint32Array(this.#cells);
    this.missed = new Uint32Array(this.#cells);
  }

  get unsettled(): number {
    return this.#said - this.#settled;
  }

  hasRoom(): boolean {
    return this.unsettled < this.#cells;
  }

  cellOf(sequence: number): number {
    return (sequence - 1) % this.#cells;
  }

  /** Writes the next message into its cell, which it gives back; only while there is room. */
  add(intendedNs: number, sentNs: number, owed: number): number {
    this.#said += 1;
    const cell = this.cellOf(this.#said);
    writeSequence(
      this.bytes,
      this.#said,
      cell * this.frameBytes + TEXT_START,
      this.#payloadBytes + 1,
    );
    this.intendedNs[cell] = intendedNs;
    this.sentNs[cell] = sentNs;
    this.firstNs[cell] = Number.POSITIVE_INFINITY;
    this.medianNs[cell] = Number.POSITIVE_INFINITY;
    this.owed[cell] = owed;
    this.heard[cell] = 0;
    this.missed[cell] = 0;
    this.#codes[cell] = null;
    return cell;
  }

  /** Whether `bytes[start..end]` is the text of the message in this cell. */
  matches(cell: number, bytes: Buffer, start: number, end: number): boolean {
    if (end - start !== this.#payloadBytes) return false;
    const text = cell * this.frameBytes + TEXT_START;
    return bytes.compare(this.bytes, text, text + this.#payloadBytes, start, end) === 0;
  }

  /** Notes that a receiver has heard the message in this cell; true when all are accounted for. */
  hear(cell: number, receivedNs: number): boolean {
    const heard = (this.heard[cell] ?? 0) + 1;
    const owed = this.owed[cell] ?? 0;
    this.heard[cell] = heard;
    if (heard === 1) this.firstNs[cell] = receivedNs;
    if (heard === (owed + 1) >> 1) this.medianNs[cell] = receivedNs;
    return heard + (this.missed[cell] ?? 0) === owed;
  }

  /** Notes why a receiver never will; true when all are accounted for. */
  miss(cell: number, code: string): boolean {
    this.#codes[cell] ??= code;
    const missed = (this.missed[cell] ?? 0) + 1;
    this.missed[cell] = missed;
    return missed + (this.heard[cell] ?? 0) === this.owed[cell];
  }

  /** Why not everybody will hear it; null as long as they may. */
  codeOf(cell: number): string | null {
    return this.#codes[cell] ?? null;
  }

  /** Frees the cells of the oldest messages, as far as they are accounted for. */
  settle(): void {
    while (this.#settled < this.#said && this.#isSettled(this.cellOf(this.#settled + 1))) {
      this.#settled += 1;
    }
  }

  /** Cells of messages that are not accounted for, the oldest first; none of them stays. */
  *takeUnsettled(): Iterable<number> {
    for (; this.#settled < this.#said; this.#settled += 1) {
      const cell = this.cellOf(this.#settled + 1);
      if (!this.#isSettled(cell)) yield cell;
    }
  }

  #isSettled(cell: number): boolean {
    return (this.heard[cell] ?? 0) + (this.missed[cell] ?? 0) === this.owed[cell];
  }
}

/** What a member says: its number and the sequence, and filler up to the length of a payload. */
export function textOf(payloadBytes: number, number: number, sequence: number): Buffer {
  // The line feed that ends a message of an echo load has no place in a chat message.
  const message = createMessage(payloadBytes + 1, number);
  writeSequence(message, sequence);
  return message.subarray(0, payloadBytes);
}
