import { createMessage, writeSequence } from '../../protocol/message.ts';
import type { LoadPlan } from '../load-plan.ts';

/** Messages that may be in flight on one connection when the load, not a depth, sets the pace. */
const IN_FLIGHT_MAX = 256;
const IN_FLIGHT_MAX_BYTES = 4 * 1024 * 1024;
/** From this length on, comparing in native code beats a loop over words. */
const NATIVE_COMPARE_BYTES = 512;

/**
 * The messages in flight of all conversations of a thread, with their times: `room` cells for each,
 * side by side, so that neighbours leave in one write. With thousands of connections most of the
 * cost of a message is memory that is not in the cache; here it touches little, and no object of
 * its own. Cells that are never used cost no memory but the reserved one.
 */
export class MessageSlab {
  /** Messages that can be in flight on one connection. */
  readonly room: number;
  readonly messageBytes: number;
  readonly bytes: Buffer;
  /** By cell. */
  readonly intendedNs: Float64Array;
  readonly sentNs: Float64Array;
  readonly #words: Int32Array;
  /** What came last, and the same memory as words. */
  #chunk: Buffer | null = null;
  #chunkWords: Int32Array | null = null;

  constructor(plan: LoadPlan, connections: number, messageBytes: number) {
    const cells = connections * messagesInFlightMax(plan.load, messageBytes);
    this.room = cells / connections;
    this.messageBytes = messageBytes;
    this.bytes = Buffer.allocUnsafeSlow(Math.ceil((cells * messageBytes) / 4) * 4);
    this.#words = new Int32Array(this.bytes.buffer);
    this.intendedNs = new Float64Array(cells);
    this.sentNs = new Float64Array(cells);
  }

  /** Makes a cell fit for the messages of a connection. */
  fill(cell: number, connection: number): void {
    this.bytes.set(createMessage(this.messageBytes, connection), cell * this.messageBytes);
  }

  write(cell: number, sequence: number): void {
    writeSequence(this.bytes, sequence, cell * this.messageBytes, this.messageBytes);
  }

  /** Whether `length` bytes from `start` of a chunk are those of a message from byte `at` on. */
  matches(cell: number, at: number, chunk: Buffer, start: number, length: number): boolean {
    const sentAt = cell * this.messageBytes + at;
    if (length >= NATIVE_COMPARE_BYTES) {
      return chunk.compare(this.bytes, sentAt, sentAt + length, start, start + length) === 0;
    }
    if (chunk !== this.#chunk) this.#look(chunk);
    const words = this.#chunkWords;
    return words !== null && ((sentAt | start | length) & 3) === 0
      ? areEqual(this.#words, sentAt >>> 2, words, start >>> 2, length >>> 2)
      : areEqual(this.bytes, sentAt, chunk, start, length);
  }

  /** All chunks of a thread come in one buffer, so this is done once. */
  #look(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#chunkWords =
      (chunk.byteOffset & 3) === 0
        ? new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >>> 2)
        : null;
  }
}

function areEqual(
  a: Int32Array | Buffer,
  aStart: number,
  b: Int32Array | Buffer,
  bStart: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i += 1) {
    if (a[aStart + i] !== b[bStart + i]) return false;
  }
  return true;
}

function messagesInFlightMax(load: LoadPlan['load'], payloadBytes: number): number {
  if (load.loop === 'closed') return load.depth;
  return Math.max(1, Math.min(IN_FLIGHT_MAX, Math.floor(IN_FLIGHT_MAX_BYTES / payloadBytes)));
}
