import { AcceptQueue } from './accept-queue.ts';
import { errno, errnoName } from './errno.ts';
import { lastErrno } from './libc.ts';
import {
  decodeAddress,
  encodeAddress,
  FAMILY_NUMBERS,
  formatAddressText,
  SOCKET_ADDRESS_MAX_BYTES,
  type SocketAddress,
  type SocketFamily,
} from './socket-address.ts';
import { type SocketCalls, socketCalls } from './socket-calls.ts';
import { callError, SocketError, TimeoutError } from './socket-error.ts';
import {
  decodeOption,
  encodeOption,
  type ReadableSocketOptions,
  SOCKET_OPTIONS,
  type SocketOptions,
} from './socket-option.ts';

export type SocketType = 'stream' | 'datagram';

/** A client that was accepted. */
export interface Accepted {
  readonly connection: Socket;
  readonly peer: SocketAddress;
}

const TYPE_NUMBERS = { stream: 1, datagram: 2 } as const;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SO_DOMAIN = 39;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const FD_CLOEXEC = 1;
const O_NONBLOCK = 0o4000;
const POLLIN = 1;
const POLLOUT = 4;
const POLLHUP = 16;
const SHUTDOWN_NUMBERS = { read: 0, write: 1, both: 2 } as const;
const RETRIES_MAX = 100;
const TIMEOUT_MAX_MS = 0x7fff_ffff;

/** Flags of `receive` (man 2 recv). */
export const receiveFlags = { outOfBand: 1, peek: 2, dontWait: 0x40, waitAll: 0x100 } as const;

/**
 * What accept(2) says should be treated as "try again": the connection died while it waited, or
 * its network did.
 */
const PASSING_ACCEPT_ERRORS: ReadonlySet<number> = new Set([
  errno.EINTR,
  errno.ECONNABORTED,
  64, // ENONET
  71, // EPROTO
  92, // ENOPROTOOPT
  100, // ENETDOWN
  101, // ENETUNREACH
  112, // EHOSTDOWN
  113, // EHOSTUNREACH
]);

// Calls are synchronous and a module instance belongs to one thread: they can share their scratch.
const addressScratch = new Uint8Array(SOCKET_ADDRESS_MAX_BYTES);
const lengthScratch = new Uint32Array(1);
const optionScratch = new Uint8Array(16);

/**
 * A POSIX socket. Calls block the calling thread unless the socket was made non-blocking, so they
 * belong in threads and processes that do nothing else; `acceptAsync` alone waits on the event loop.
 * Errors are `SocketError`s with `code`, `errno` and `syscall`; a time-out is a `TimeoutError`.
 * The socket owns its descriptor: `close()` it, or declare it with `using`. A closed socket throws
 * EBADF: it forgot its number, so it can't touch whatever the kernel gave that number to since.
 */
export class Socket {
  readonly family: SocketFamily;
  readonly type: SocketType;
  readonly #calls: SocketCalls;
  #fd: number;
  #isBlocking: boolean;
  #timeoutMs: number | null = null;
  #acceptQueue: AcceptQueue<Accepted> | undefined;

  private constructor(fd: number, family: SocketFamily, type: SocketType, isBlocking: boolean) {
    this.#calls = socketCalls();
    this.#fd = fd;
    this.family = family;
    this.type = type;
    this.#isBlocking = isBlocking;
  }

  /** A new socket, closed on exec (man 2 socket). */
  static create(family: SocketFamily, type: SocketType): Socket {
    const number = TYPE_NUMBERS[type] | SOCK_CLOEXEC;
    const fd = socketCalls().socket(FAMILY_NUMBERS[family], number, 0);
    if (fd < 0) throw callError('socket', `${family} ${type}`, lastErrno());
    return new Socket(fd, family, type, true);
  }

  /**
   * Adopts a descriptor that this process inherited or that another owner released; it is closed
   * on exec from now on. Throws when it is no stream or datagram socket of a known family.
   */
  static fromDescriptor(fd: number): Socket {
    const calls = socketCalls();
    const domain = readInteger(fd, SO_DOMAIN);
    const number = readInteger(fd, SO_TYPE);
    const family = keyOf(FAMILY_NUMBERS, domain);
    const type = keyOf(TYPE_NUMBERS, number);
    if (family === undefined || type === undefined)
      throw new SocketError(`descriptor ${fd} is a socket of family ${domain}, type ${number}`, {
        code: 'EAFNOSUPPORT',
        errno: errno.EAFNOSUPPORT,
        syscall: 'getsockopt',
      });
    const status = calls.fcntl(fd, F_GETFL, 0);
    calls.fcntl(fd, F_SETFD, FD_CLOEXEC);
    return new Socket(fd, family, type, (status & O_NONBLOCK) === 0);
  }

  /** The descriptor's number, -1 once closed. It stays this socket's own. */
  get descriptor(): number {
    return this.#fd;
  }

  /** Gives the open descriptor to the caller; this socket is closed from now on. */
  release(): number {
    const fd = this.#fd;
    if (fd < 0) throw this.#error('release', errno.EBADF);
    this.#forget();
    return fd;
  }

  /** man 2 bind. Port 0 picks a free port; `socketName()` tells it. */
  bind(address: SocketAddress): void {
    const bytes = encodeAddress(this.family, address);
    if (this.#calls.bind(this.#fd, bytes, bytes.length) < 0)
      throw this.#error('bind', lastErrno(), formatAddressText(address));
  }

  /** Lets clients connect. `backlog` of them may wait; the kernel caps it at net.core.somaxconn. */
  listen(backlog: number): void {
    if (this.#calls.listen(this.#fd, backlog) < 0) throw this.#error('listen', lastErrno());
  }

  /** Waits for the next client (man 2 accept). `shutdown('both')` elsewhere ends it with EINVAL. */
  accept(): Accepted {
    for (let retry = 0; retry < RETRIES_MAX; retry += 1) {
      const accepted = this.#tryAccept();
      if (accepted !== null) return accepted;
      // acceptAsync left the descriptor non-blocking: wait here as a blocking one would.
      if (!this.#isBlocking || this.#acceptQueue === undefined || !this.#waitFor(POLLIN))
        throw this.#error('accept', errno.EAGAIN);
    }
    throw this.#error('accept', errno.EAGAIN);
  }

  /**
   * The next client, without blocking the thread; keeps the event loop alive while it waits. Makes
   * the descriptor non-blocking (accepted ones are blocking as ever). `shutdown('both')` rejects it
   * with EINVAL, `close()` with EBADF. Waiting accepts are served in order; at most 1024 wait.
   */
  acceptAsync(): Promise<Accepted> {
    if (this.#acceptQueue === undefined) {
      if (this.#fd < 0) return Promise.reject(this.#error('accept', errno.EBADF));
      this.#setNonBlocking(true);
      this.#acceptQueue = new AcceptQueue(this.#fd, () => this.#tryAccept());
    }
    return this.#acceptQueue.next();
  }

  /** man 2 connect. An unreachable peer throws; see also {@link connectEx}. */
  connect(address: SocketAddress): void {
    const number = this.#connect(address);
    if (number === 0) return;
    const subject = formatAddressText(address);
    const inTime = number === errno.EINPROGRESS || number === errno.EAGAIN;
    if (inTime && this.#isBlocking && this.#timeoutMs !== null)
      throw this.#timeoutError('connect', subject, number);
    throw this.#error('connect', number, subject);
  }

  /** Like {@link connect}, but returns the name of the error, `null` for none. */
  connectEx(address: SocketAddress): string | null {
    const number = this.#connect(address);
    return number === 0 ? null : errnoName(number);
  }

  /** Receives at most `buffer.length` bytes; returns how many, 0 at the end of the stream. */
  receive(buffer: Uint8Array, flags = 0): number {
    const count = this.#calls.recv(this.#fd, buffer, buffer.length, flags);
    if (count >= 0) return count;
    return this.#retry('receive', () => this.#calls.recv(this.#fd, buffer, buffer.length, flags));
  }

  /** Receives one datagram and who sent it; what does not fit the buffer is cut off. */
  receiveFrom(buffer: Uint8Array, flags = 0): { count: number; sender: SocketAddress } {
    const count = this.#retry('receiveFrom', () => {
      lengthScratch[0] = addressScratch.length;
      const { length } = buffer;
      return this.#calls.recvfrom(this.#fd, buffer, length, flags, addressScratch, lengthScratch);
    });
    return { count, sender: decodeAddress(addressScratch, lengthScratch[0] ?? 0) };
  }

  /** Sends; returns how many bytes the kernel took, which may be fewer. A gone peer is EPIPE. */
  send(bytes: Uint8Array): number {
    const count = this.#calls.send(this.#fd, bytes, bytes.length, MSG_NOSIGNAL);
    if (count >= 0) return count;
    return this.#retry('send', () => this.#calls.send(this.#fd, bytes, bytes.length, MSG_NOSIGNAL));
  }

  /** Sends every byte, however many sends it takes. */
  sendAll(bytes: Uint8Array): void {
    let sent = this.send(bytes);
    while (sent < bytes.length) sent += this.send(bytes.subarray(sent));
  }

  /** Sends one datagram to an address. */
  sendTo(bytes: Uint8Array, address: SocketAddress): number {
    const to = encodeAddress(this.family, address);
    const subject = formatAddressText(address);
    return this.#retry(
      'sendTo',
      () => this.#calls.sendto(this.#fd, bytes, bytes.length, MSG_NOSIGNAL, to, to.length),
      subject,
    );
  }

  /** Ends one or both directions; a listening socket stops to accept, whoever waits in it. */
  shutdown(direction: 'read' | 'write' | 'both'): void {
    if (this.#calls.shutdown(this.#fd, SHUTDOWN_NUMBERS[direction]) < 0)
      throw this.#error('shutdown', lastErrno());
  }

  /** Closes the descriptor; closing twice is fine. Never retried: it is gone even after EINTR. */
  close(): void {
    if (this.#fd < 0) return;
    const fd = this.#fd;
    this.#forget();
    this.#calls.close(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Longest a call may wait, ms; `null` waits for ever. Later calls throw a `TimeoutError`. */
  setTimeout(timeoutMs: number | null): void {
    if (timeoutMs !== null && !(timeoutMs > 0 && timeoutMs <= TIMEOUT_MAX_MS))
      throw new RangeError(
        `time-out of ${timeoutMs} ms: it must be above 0 (setBlocking(false) never waits), or null`,
      );
    const micros = timeoutMs === null ? 0 : Math.max(1, Math.round(timeoutMs * 1000));
    const timeval = new BigInt64Array([BigInt(Math.floor(micros / 1e6)), BigInt(micros % 1e6)]);
    const bytes = new Uint8Array(timeval.buffer);
    for (const name of [SO_RCVTIMEO, SO_SNDTIMEO])
      if (this.#calls.setsockopt(this.#fd, SOL_SOCKET, name, bytes, bytes.length) < 0)
        throw this.#error('setsockopt', lastErrno(), 'time-out');
    this.#timeoutMs = timeoutMs;
  }

  /** Whether calls wait; where they don't, what would wait throws EAGAIN. */
  setBlocking(isBlocking: boolean): void {
    this.#setNonBlocking(!isBlocking || this.#acceptQueue !== undefined);
    this.#isBlocking = isBlocking;
  }

  /** Sets an option (man 2 setsockopt); a wrong value is a `RangeError`. */
  setOption<Name extends keyof SocketOptions>(name: Name, value: SocketOptions[Name]): void {
    const { level, name: number, symbol } = SOCKET_OPTIONS[name];
    const bytes = encodeOption(name, value);
    if (this.#calls.setsockopt(this.#fd, level, number, bytes, bytes.length) < 0)
      throw this.#error('setsockopt', lastErrno(), symbol);
  }

  /** Reads an option (man 2 getsockopt). */
  getOption<Name extends keyof ReadableSocketOptions>(name: Name): ReadableSocketOptions[Name] {
    const { level, name: number, symbol } = SOCKET_OPTIONS[name];
    lengthScratch[0] = optionScratch.length;
    if (this.#calls.getsockopt(this.#fd, level, number, optionScratch, lengthScratch) < 0)
      throw this.#error('getsockopt', lastErrno(), symbol);
    const value = decodeOption(name, optionScratch, lengthScratch[0] ?? 0);
    return value as ReadableSocketOptions[Name];
  }

  /** This end's address (man 2 getsockname). */
  socketName(): SocketAddress {
    lengthScratch[0] = addressScratch.length;
    if (this.#calls.getsockname(this.#fd, addressScratch, lengthScratch) < 0)
      throw this.#error('getsockname', lastErrno());
    return decodeAddress(addressScratch, lengthScratch[0] ?? 0);
  }

  /** The other end's address (man 2 getpeername). */
  peerName(): SocketAddress {
    lengthScratch[0] = addressScratch.length;
    if (this.#calls.getpeername(this.#fd, addressScratch, lengthScratch) < 0)
      throw this.#error('getpeername', lastErrno());
    return decodeAddress(addressScratch, lengthScratch[0] ?? 0);
  }

  /** `null` when nobody waits to be accepted and the descriptor does not block. */
  #tryAccept(): Accepted | null {
    for (let retry = 0; retry < RETRIES_MAX; retry += 1) {
      lengthScratch[0] = addressScratch.length;
      const fd = this.#calls.accept4(this.#fd, addressScratch, lengthScratch, SOCK_CLOEXEC);
      if (fd >= 0) {
        const connection = new Socket(fd, this.family, this.type, true);
        return { connection, peer: decodeAddress(addressScratch, lengthScratch[0] ?? 0) };
      }
      const number = lastErrno();
      if (PASSING_ACCEPT_ERRORS.has(number)) continue;
      if (number !== errno.EAGAIN) throw this.#error('accept', number);
      if (this.#isBlocking && this.#acceptQueue === undefined && this.#timeoutMs !== null)
        throw this.#timeoutError('accept', '', number);
      // A unix listener that was shut down says EAGAIN for ever where it does not block.
      if ((this.#poll(POLLIN, 0) & POLLHUP) !== 0) throw this.#error('accept', errno.EINVAL);
      return null;
    }
    throw this.#error('accept', errno.ECONNABORTED);
  }

  /** 0, or the number of the error. An interrupted connect goes on in the kernel: wait for it. */
  #connect(address: SocketAddress): number {
    const bytes = encodeAddress(this.family, address);
    if (this.#calls.connect(this.#fd, bytes, bytes.length) === 0) return 0;
    const number = lastErrno();
    if (number !== errno.EINTR) return number;
    return this.#waitFor(POLLOUT) ? this.getOption('error') : errno.EINPROGRESS;
  }

  /** Whether the descriptor became ready before the time-out. */
  #waitFor(events: number): boolean {
    return this.#poll(events, this.#timeoutMs === null ? -1 : Math.ceil(this.#timeoutMs)) !== 0;
  }

  /** What happened of `events` within the time, and errors; 0 for nothing (man 2 poll). */
  #poll(events: number, timeoutMs: number): number {
    const entry = new Int32Array([this.#fd, events]);
    const bytes = new Uint8Array(entry.buffer);
    this.#retry('poll', () => this.#calls.poll(bytes, 1, timeoutMs));
    return (entry[1] ?? 0) >>> 16;
  }

  /** Repeats a call that a signal interrupted; any other failure throws. */
  #retry(operation: string, attempt: () => number, subject = ''): number {
    for (let retry = 0; retry < RETRIES_MAX; retry += 1) {
      const count = attempt();
      if (count >= 0) return count;
      const number = lastErrno();
      if (number === errno.EINTR) continue;
      if (number === errno.EAGAIN && this.#isBlocking && this.#timeoutMs !== null)
        throw this.#timeoutError(operation, subject, number);
      throw this.#error(operation, number, subject);
    }
    throw this.#error(operation, errno.EINTR, subject);
  }

  #setNonBlocking(isNonBlocking: boolean): void {
    const status = this.#calls.fcntl(this.#fd, F_GETFL, 0);
    if (status < 0) throw this.#error('fcntl', lastErrno());
    const wanted = isNonBlocking ? status | O_NONBLOCK : status & ~O_NONBLOCK;
    if (this.#calls.fcntl(this.#fd, F_SETFL, wanted) < 0) throw this.#error('fcntl', lastErrno());
  }

  #forget(): void {
    this.#fd = -1;
    this.#acceptQueue?.close(this.#error('accept', errno.EBADF));
    this.#acceptQueue = undefined;
  }

  #error(syscall: string, number: number, subject = ''): SocketError {
    if (this.#fd >= 0 || number !== errno.EBADF) return callError(syscall, subject, number);
    const message = `${syscall}: this socket is closed (EBADF)`;
    return new SocketError(message, { code: 'EBADF', errno: number, syscall });
  }

  #timeoutError(syscall: string, subject: string, number: number): TimeoutError {
    const timeoutMs = this.#timeoutMs ?? 0;
    const what = subject === '' ? syscall : `${syscall} ${subject}`;
    const facts = { code: errnoName(number), errno: number, syscall };
    return new TimeoutError(`${what}: nothing happened within ${timeoutMs} ms`, facts, timeoutMs);
  }
}

function readInteger(fd: number, name: number): number {
  const value = new Int32Array(1);
  lengthScratch[0] = 4;
  const bytes = new Uint8Array(value.buffer);
  if (socketCalls().getsockopt(fd, SOL_SOCKET, name, bytes, lengthScratch) < 0)
    throw callError('getsockopt', `descriptor ${fd}`, lastErrno());
  return value[0] ?? 0;
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number) {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}
