import { errno } from './errno.ts';
import { lastErrno } from './libc.ts';
import { type SocketCalls, socketCalls } from './socket-calls.ts';
import { callError } from './socket-error.ts';

/** Events of poll (man 2 poll); add them up. Errors and hang-ups are told unasked. */
export const pollEvents = { readable: 1, writable: 4, error: 8, hangUp: 16 } as const;

/** `struct pollfd`: the descriptor, what is asked for, and what happened: 4, 2 and 2 bytes. */
const ENTRY_INTEGERS = 2;
const HAPPENED_SHIFT = 16;
const NOBODY = -1;

/**
 * A few descriptors to wait for at once (man 2 poll). What is asked for is told anew before each
 * wait, which makes a change of mind free; for many descriptors, or with time-outs below a
 * millisecond, take `Epoll`.
 */
export class PollSet {
  readonly #calls: SocketCalls;
  readonly #entries: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #count: number;

  constructor(count: number) {
    this.#calls = socketCalls();
    this.#count = count;
    this.#entries = new Int32Array(count * ENTRY_INTEGERS).fill(NOBODY);
    this.#bytes = new Uint8Array(this.#entries.buffer);
  }

  /** Asks for `events` of a descriptor; with none of them, not even its errors are told. */
  watch(index: number, fd: number, events: number): void {
    this.#entries[index * ENTRY_INTEGERS] = events === 0 ? NOBODY : fd;
    this.#entries[index * ENTRY_INTEGERS + 1] = events;
  }

  /**
   * Waits until something happens; returns to how many. `timeoutMs` 0 does not wait, `null` waits
   * for ever. Returns 0 when the time is over, and when a signal came: look at the clock.
   */
  wait(timeoutMs: number | null): number {
    const count = this.#calls.poll(this.#bytes, this.#count, timeoutMs ?? -1);
    if (count >= 0) return count;
    const number = lastErrno();
    if (number !== errno.EINTR) throw callError('poll', '', number);
    for (let index = 0; index < this.#count; index++) this.#forget(index);
    return 0;
  }

  /** What happened at the last wait, as a sum of `pollEvents`; 0 for nothing. */
  happened(index: number): number {
    return (this.#entries[index * ENTRY_INTEGERS + 1] ?? 0) >>> HAPPENED_SHIFT;
  }

  /** An interrupted call leaves what happened undefined. */
  #forget(index: number): void {
    const at = index * ENTRY_INTEGERS + 1;
    this.#entries[at] = (this.#entries[at] ?? 0) & ((1 << HAPPENED_SHIFT) - 1);
  }
}
