import { errno, errnoName } from './errno.ts';
import { lastErrno } from './libc.ts';
import { decodeAddress, SOCKET_ADDRESS_MAX_BYTES, type SocketAddress } from './socket-address.ts';
import { type SocketCalls, socketCalls } from './socket-calls.ts';
import { callError, SocketError, TimeoutError } from './socket-error.ts';
import {
  decodeOption,
  encodeOption,
  type ReadableSocketOptions,
  SOCKET_OPTIONS,
  type SocketOptions,
} from './socket-option.ts';

export const POLLIN = 1;
export const POLLOUT = 4;
export const POLLHUP = 16;

const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const FD_CLOEXEC = 1;
const O_NONBLOCK = 0o4000;
const INTERRUPTIONS_MAX = 100;
const TIMEOUT_MAX_MS = 0x7fff_ffff;

// Calls are synchronous and a module instance belongs to one thread: they can share their scratch.
export const addressScratch = new Uint8Array(SOCKET_ADDRESS_MAX_BYTES);
export const lengthScratch = new Uint32Array(1);
const optionScratch = new Uint8Array(16);

/**
 * What every call of a socket shares: the number, whether and how long calls wait, options, and
 * how a failure becomes an error. A closed one has the number -1, which the kernel refuses.
 */
export class SocketDescriptor {
  readonly calls: SocketCalls;
  number: number;
  isBlocking = true;
  timeoutMs: number | null = null;

  constructor(number: number) {
    this.calls = socketCalls();
    this.number = number;
  }

  /** Takes over the state of a descriptor that somebody else made; it is closed on exec from now. */
  adopt(): void {
    this.isBlocking = (this.#control(F_GETFL, 0) & O_NONBLOCK) === 0;
    this.#control(F_SETFD, FD_CLOEXEC);
    const [seconds = 0n, micros = 0n] = new BigInt64Array(this.#readRaw(SO_RCVTIMEO, 16).buffer);
    const timeoutMs = Number(seconds) * 1000 + Number(micros) / 1000;
    this.timeoutMs = timeoutMs === 0 ? null : timeoutMs;
  }

  /** An option of SOL_SOCKET that is an integer, by its number. */
  readInteger(option: number): number {
    return new Int32Array(this.#readRaw(option, 4).buffer)[0] ?? 0;
  }

  setTimeout(timeoutMs: number | null): void {
    if (timeoutMs !== null && !(timeoutMs > 0 && timeoutMs <= TIMEOUT_MAX_MS))
      throw new RangeError(
        `time-out of ${timeoutMs} ms: it must be above 0 (setBlocking(false) never waits), or null`,
      );
    const micros = timeoutMs === null ? 0 : Math.max(1, Math.round(timeoutMs * 1000));
    const timeval = new BigInt64Array([BigInt(Math.floor(micros / 1e6)), BigInt(micros % 1e6)]);
    const bytes = new Uint8Array(timeval.buffer);
    for (const option of [SO_RCVTIMEO, SO_SNDTIMEO])
      if (this.calls.setsockopt(this.number, SOL_SOCKET, option, bytes, bytes.length) < 0)
        throw this.error('setsockopt', lastErrno(), 'time-out');
    this.timeoutMs = timeoutMs;
  }

  setNonBlocking(isNonBlocking: boolean): void {
    const status = this.#control(F_GETFL, 0);
    this.#control(F_SETFL, isNonBlocking ? status | O_NONBLOCK : status & ~O_NONBLOCK);
  }

  setOption<Name extends keyof SocketOptions>(name: Name, value: SocketOptions[Name]): void {
    const { level, name: number, symbol } = SOCKET_OPTIONS[name];
    const bytes = encodeOption(name, value);
    if (this.calls.setsockopt(this.number, level, number, bytes, bytes.length) < 0)
      throw this.error('setsockopt', lastErrno(), symbol);
  }

  getOption<Name extends keyof ReadableSocketOptions>(name: Name): ReadableSocketOptions[Name] {
    const { level, name: number, symbol } = SOCKET_OPTIONS[name];
    lengthScratch[0] = optionScratch.length;
    if (this.calls.getsockopt(this.number, level, number, optionScratch, lengthScratch) < 0)
      throw this.error('getsockopt', lastErrno(), symbol);
    const value = decodeOption(name, optionScratch, lengthScratch[0] ?? 0);
    return value as ReadableSocketOptions[Name];
  }

  /** The address of this end or of the other one. */
  readName(call: 'getsockname' | 'getpeername'): SocketAddress {
    lengthScratch[0] = addressScratch.length;
    if (this.calls[call](this.number, addressScratch, lengthScratch) < 0)
      throw this.error(call, lastErrno());
    return decodeAddress(addressScratch, lengthScratch[0] ?? 0);
  }

  /** Whether one of `events` happened before the time-out. */
  waitFor(events: number): boolean {
    return this.poll(events, this.timeoutMs === null ? -1 : Math.ceil(this.timeoutMs)) !== 0;
  }

  /** What happened of `events` within the time, and errors; 0 for nothing (man 2 poll). */
  poll(events: number, timeoutMs: number): number {
    const entry = new Int32Array([this.number, events]);
    const bytes = new Uint8Array(entry.buffer);
    this.retry('poll', () => this.calls.poll(bytes, 1, timeoutMs));
    return (entry[1] ?? 0) >>> 16;
  }

  /** Repeats a call that a signal interrupted; any other failure throws. */
  retry(operation: string, attempt: () => number, subject = ''): number {
    for (let interruption = 0; interruption < INTERRUPTIONS_MAX; interruption += 1) {
      const count = attempt();
      if (count >= 0) return count;
      const number = lastErrno();
      if (number !== errno.EINTR) throw this.failure(operation, number, subject);
    }
    throw this.error(operation, errno.EINTR, subject);
  }

  /** The error of a call that may have waited: EAGAIN means time-out where there is one. */
  failure(operation: string, number: number, subject = ''): SocketError {
    const didWait = number === errno.EAGAIN || number === errno.EINPROGRESS;
    if (!didWait || !this.isBlocking || this.timeoutMs === null)
      return this.error(operation, number, subject);
    const what = subject === '' ? operation : `${operation} ${subject}`;
    const facts = { code: errnoName(number), errno: number, syscall: operation };
    const message = `${what}: nothing happened within ${this.timeoutMs} ms`;
    return new TimeoutError(message, facts, this.timeoutMs);
  }

  error(operation: string, number: number, subject = ''): SocketError {
    if (this.number >= 0 || number !== errno.EBADF) return callError(operation, subject, number);
    const message = `${operation}: this socket is closed (EBADF)`;
    return new SocketError(message, { code: 'EBADF', errno: number, syscall: operation });
  }

  #control(command: number, value: number): number {
    const result = this.calls.fcntl(this.number, command, value);
    if (result < 0) throw this.error('fcntl', lastErrno());
    return result;
  }

  #readRaw(option: number, bytes: number): Uint8Array {
    const value = new Uint8Array(bytes);
    lengthScratch[0] = bytes;
    if (this.calls.getsockopt(this.number, SOL_SOCKET, option, value, lengthScratch) < 0)
      throw this.error('getsockopt', lastErrno(), `of descriptor ${this.number}`);
    return value;
  }
}
