import { lastErrno, libcFunction, loadKoffi } from './libc.ts';

/**
 * Many datagrams in one call (man 2 sendmmsg, recvmmsg), without waiting and without exceptions: a
 * failure is a negative error number. The kernel's structures are laid out once; a message costs a
 * few stores into them and allocates nothing. The caller answers for the descriptor.
 */

/** `struct mmsghdr` and `struct iovec`; the same on x64 and arm64. */
const HEADER_BYTES = 64;
const VECTOR_BYTES = 16;
const VECTOR_POINTER_OFFSET = 16;
const VECTOR_COUNT_OFFSET = 24;
const LENGTH_OFFSET = 56;
const WORD_BYTES = 4;
const WORD_VALUES = 2 ** 32;

const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

/** The kernel's own limit (UIO_MAXIOV). */
const BATCH_MAX = 1024;

interface BatchCalls {
  sendmmsg(fd: number, headers: number, count: number, flags: number): number;
  recv(fd: number, address: number, length: number, flags: number): number;
  recvmmsg(fd: number, headers: number, count: number, flags: number, timeout: null): number;
}

let calls: BatchCalls | undefined;

function batchCalls(): BatchCalls {
  calls ??= {
    sendmmsg: libcFunction('int sendmmsg(int, uintptr_t, uint32_t, int)'),
    recv: libcFunction('intptr_t recv(int, uintptr_t, size_t, int)'),
    recvmmsg: libcFunction('int recvmmsg(int, uintptr_t, uint32_t, int, void *)'),
  };
  return calls;
}

/** Datagrams of a connected socket that are gathered, to leave in one call. */
export class DatagramSender {
  readonly capacity: number;
  readonly #calls = batchCalls();
  readonly #batch: HeaderTable;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  #first = 0;
  #next = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#batch = new HeaderTable(capacity);
    this.#starts = new Float64Array(capacity);
    this.#ends = new Float64Array(capacity);
  }

  /** Datagrams that were gathered and have not left. */
  get size(): number {
    return this.#next - this.#first;
  }

  /** `bytes[start..end]` is a datagram; it must stay as it is until it has left. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (start < 0 || start > end || end > bytes.length)
      throw new RangeError(`bytes ${start} to ${end} of ${bytes.length} to send`);
    if (this.#next === this.capacity)
      throw new RangeError(`a batch of ${this.capacity} datagrams is full`);
    this.#batch.point(this.#next, bytes, start, end - start);
    this.#starts[this.#next] = start;
    this.#ends[this.#next] = end;
    this.#next += 1;
  }

  /** How many left by this call, in the order they were added; or why not even the first did. */
  send(fd: number): number {
    const flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    const sent = this.#calls.sendmmsg(fd, this.#batch.address(this.#first), this.size, flags);
    if (sent < 0) return -lastErrno();
    this.#leave(sent);
    return sent;
  }

  /** Gives up the datagram that would leave next. */
  skip(): void {
    if (this.size > 0) this.#leave(1);
  }

  /** Where those lie that have not left; they are no longer this batch's. */
  takeRest(): { start: number; end: number }[] {
    const rest = Array.from({ length: this.size }, (_, index) => ({
      start: this.#starts[this.#first + index] ?? 0,
      end: this.#ends[this.#first + index] ?? 0,
    }));
    this.#leave(this.size);
    return rest;
  }

  #leave(count: number): void {
    this.#first += count;
    if (this.#first < this.#next) return;
    this.#first = 0;
    this.#next = 0;
  }
}

/** Room for the datagrams that one call receives, each at its own place in `bytes`. */
export class DatagramReceiver {
  readonly capacity: number;
  /** Holds what came, until the next call: `start(i)` and `length(i)` say where. */
  readonly bytes: Buffer;
  readonly #calls = batchCalls();
  readonly #slotBytes: number;
  readonly #batch: HeaderTable;
  readonly #address: number;
  readonly #bytesAddress: number;

  /** `slotBytes` is the room for each: what is longer is cut off, though its length is told. */
  constructor(capacity: number, slotBytes: number) {
    this.capacity = capacity;
    this.#slotBytes = slotBytes;
    this.bytes = Buffer.allocUnsafeSlow(capacity * slotBytes);
    this.#batch = new HeaderTable(capacity);
    for (let i = 0; i < capacity; i += 1)
      this.#batch.point(i, this.bytes, i * slotBytes, slotBytes);
    this.#address = this.#batch.address(0);
    this.#bytesAddress = Number(loadKoffi().address(this.bytes));
  }

  /** How many came; `-errno.EAGAIN` for none yet. Fewer than `capacity` were all there were. */
  receive(fd: number): number {
    const flags = MSG_DONTWAIT | MSG_TRUNC;
    const count = this.#calls.recvmmsg(fd, this.#address, this.capacity, flags, null);
    return count >= 0 ? count : -lastErrno();
  }

  /**
   * The length of a single datagram, at the beginning of `bytes`; or a negative error number. For who
   * expects no more it costs less than a batch of one.
   */
  receiveOne(fd: number): number {
    const flags = MSG_DONTWAIT | MSG_TRUNC;
    const length = this.#calls.recv(fd, this.#bytesAddress, this.#slotBytes, flags);
    return length >= 0 ? length : -lastErrno();
  }

  start(index: number): number {
    return index * this.#slotBytes;
  }

  /** As the datagram was sent, which may be more than its place holds. */
  length(index: number): number {
    return this.#batch.length(index);
  }
}

/** An array of `struct mmsghdr`, each with one `struct iovec` that can be pointed elsewhere. */
class HeaderTable {
  readonly #words: Uint32Array;
  readonly #address: number;
  readonly #firstVector: number;
  /** What was pointed into last, and where it lies: asking for that takes it off the heap. */
  #memory: Uint8Array | null = null;
  #memoryAddress = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > BATCH_MAX)
      throw new RangeError(`a batch of ${capacity} datagrams: it must be 1 to ${BATCH_MAX}`);
    const bytes = new Uint8Array(capacity * (HEADER_BYTES + VECTOR_BYTES));
    this.#address = Number(loadKoffi().address(bytes));
    this.#words = new Uint32Array(bytes.buffer);
    this.#firstVector = (capacity * HEADER_BYTES) / WORD_BYTES;
    for (let i = 0; i < capacity; i += 1) {
      const header = (i * HEADER_BYTES) / WORD_BYTES;
      const vectorAddress = this.#address + capacity * HEADER_BYTES + i * VECTOR_BYTES;
      this.#writePointer(header + VECTOR_POINTER_OFFSET / WORD_BYTES, vectorAddress);
      this.#words[header + VECTOR_COUNT_OFFSET / WORD_BYTES] = 1;
    }
  }

  address(index: number): number {
    return this.#address + index * HEADER_BYTES;
  }

  point(index: number, bytes: Uint8Array, start: number, length: number): void {
    if (bytes !== this.#memory) {
      this.#memory = bytes;
      this.#memoryAddress = Number(loadKoffi().address(bytes));
    }
    const vector = this.#firstVector + (index * VECTOR_BYTES) / WORD_BYTES;
    this.#writePointer(vector, this.#memoryAddress + start);
    this.#words[vector + 2] = length;
  }

  length(index: number): number {
    return this.#words[(index * HEADER_BYTES + LENGTH_OFFSET) / WORD_BYTES] ?? 0;
  }

  /** Both supported architectures are little-endian. */
  #writePointer(word: number, address: number): void {
    this.#words[word] = address % WORD_VALUES;
    this.#words[word + 1] = Math.floor(address / WORD_VALUES);
  }
}
