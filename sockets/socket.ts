import { AcceptQueue } from './accept-queue.ts';
import { errno, errnoName } from './errno.ts';
import { lastErrno } from './libc.ts';
import {
  decodeAddress,
  encodeAddress,
  FAMILY_NUMBERS,
  formatAddressText,
  type SocketAddress,
  type SocketFamily,
} from './socket-address.ts';
import { socketCalls } from './socket-calls.ts';
import {
  addressScratch,
  lengthScratch,
  POLLHUP,
  POLLIN,
  POLLOUT,
  SocketDescriptor,
} from './socket-descriptor.ts';
import { callError, SocketError } from './socket-error.ts';
import { SocketFile } from './socket-file.ts';
import type { ReadableSocketOptions, SocketOptions } from './socket-option.ts';

export type SocketType = 'stream' | 'datagram';

/** A client that was accepted. */
export interface Accepted {
  readonly connection: Socket;
  readonly peer: SocketAddress;
}

/** One datagram's length, and who sent it. */
export interface Received {
  readonly count: number;
  readonly sender: SocketAddress;
}

/** Flags of `receive` and `send` (man 2 recv, 2 send); add them up. */
export const messageFlags = {
  outOfBand: 1,
  peek: 2,
  dontWait: 0x40,
  waitAll: 0x100,
  more: 0x8000,
} as const;

const TYPE_NUMBERS = { stream: 1, datagram: 2 } as const;
const SHUTDOWN_NUMBERS = { read: 0, write: 1, both: 2 } as const;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;
const SO_TYPE = 3;
const SO_DOMAIN = 39;
const ACCEPT_RETRIES_MAX = 100;
const PASSING_ACCEPT_ERRORS: ReadonlySet<number> = new Set(errno.PASSING_ON_ACCEPT);

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
  readonly #own: SocketDescriptor;
  #acceptQueue: AcceptQueue<Accepted> | undefined;

  private constructor(own: SocketDescriptor, family: SocketFamily, type: SocketType) {
    this.#own = own;
    this.family = family;
    this.type = type;
  }

  /** A new socket, closed on exec (man 2 socket). */
  static create(family: SocketFamily, type: SocketType): Socket {
    const kind = TYPE_NUMBERS[type] | SOCK_CLOEXEC;
    const fd = socketCalls().socket(FAMILY_NUMBERS[family], kind, 0);
    if (fd < 0) throw callError('socket', `${family} ${type}`, lastErrno());
    return new Socket(new SocketDescriptor(fd), family, type);
  }

  /**
   * Adopts a descriptor that this process inherited or that another owner released; it is closed
   * on exec from now on. Throws when it is no stream or datagram socket of a known family.
   */
  static fromDescriptor(fd: number): Socket {
    const own = new SocketDescriptor(fd);
    const domain = own.readInteger(SO_DOMAIN);
    const kind = own.readInteger(SO_TYPE);
    const family = keyOf(FAMILY_NUMBERS, domain);
    const type = keyOf(TYPE_NUMBERS, kind);
    if (family === undefined || type === undefined)
      throw new SocketError(`descriptor ${fd} is a socket of family ${domain}, type ${kind}`, {
        code: 'EAFNOSUPPORT',
        errno: errno.EAFNOSUPPORT,
        syscall: 'getsockopt',
      });
    own.adopt();
    return new Socket(own, family, type);
  }

  /** The descriptor's number, -1 once closed. It stays this socket's own. */
  get descriptor(): number {
    return this.#own.number;
  }

  /** Gives the open descriptor to the caller, to adopt it elsewhere; this socket is closed. */
  release(): number {
    const fd = this.#own.number;
    if (fd < 0) throw this.#own.error('release', errno.EBADF);
    this.#forget();
    return fd;
  }

  /** man 2 bind. Port 0 picks a free port; `socketName()` tells it. */
  bind(address: SocketAddress): void {
    const bytes = encodeAddress(this.family, address);
    if (this.#own.calls.bind(this.#own.number, bytes, bytes.length) < 0)
      throw this.#own.error('bind', lastErrno(), formatAddressText(address));
  }

  /** Lets clients connect. `backlog` of them may wait; the kernel caps it at net.core.somaxconn. */
  listen(backlog: number): void {
    if (this.#own.calls.listen(this.#own.number, backlog) < 0)
      throw this.#own.error('listen', lastErrno());
  }

  /** Waits for the next client (man 2 accept). `shutdown('both')` elsewhere ends it with EINVAL. */
  accept(): Accepted {
    for (let retry = 0; retry < ACCEPT_RETRIES_MAX; retry += 1) {
      const accepted = this.#tryAccept();
      if (accepted !== null) return accepted;
      if (!this.#own.isBlocking) break;
      const didTimeOut = this.#own.timeoutMs !== null && this.#acceptQueue === undefined;
      // acceptAsync, here or in another owner of it, left it non-blocking: wait all the same.
      if (didTimeOut || !this.#own.waitFor(POLLIN)) break;
    }
    throw this.#own.failure('accept', errno.EAGAIN);
  }

  /**
   * The next client, without blocking the thread; keeps the event loop alive while it waits. Makes
   * the descriptor non-blocking (accepted ones are blocking as ever). `shutdown('both')` rejects it
   * with EINVAL, `close()` with EBADF. Waiting accepts are served in order; at most 1024 wait.
   */
  acceptAsync(): Promise<Accepted> {
    if (this.#acceptQueue === undefined) {
      if (this.#own.number < 0) return Promise.reject(this.#own.error('accept', errno.EBADF));
      this.#own.setNonBlocking(true);
      this.#acceptQueue = new AcceptQueue(this.#own.number, () => this.#tryAccept());
    }
    return this.#acceptQueue.next();
  }

  /** man 2 connect. An unreachable peer throws; see also {@link connectEx}. */
  connect(address: SocketAddress): void {
    const number = this.#connect(address);
    if (number !== 0) throw this.#own.failure('connect', number, formatAddressText(address));
  }

  /**
   * Like {@link connect}, but returns the name of the error, `null` for none. EINPROGRESS is a
   * time-out, or where the socket is non-blocking a connection on its way.
   */
  connectEx(address: SocketAddress): string | null {
    const number = this.#connect(address);
    return number === 0 ? null : errnoName(number);
  }

  /** Receives at most `buffer.length` bytes; returns how many, 0 at the end of the stream. */
  receive(buffer: Uint8Array, flags = 0): number {
    const own = this.#own;
    const count = own.calls.recv(own.number, buffer, buffer.length, flags);
    return count >= 0 ? count : this.#receiveAgain(buffer, flags);
  }

  /**
   * Receives one datagram and who sent it; what does not fit the buffer is cut off. A sender
   * without a name, and the peer of a stream, is the empty path.
   */
  receiveFrom(buffer: Uint8Array, flags = 0): Received {
    const own = this.#own;
    const count = own.retry('recvfrom', () => {
      lengthScratch[0] = addressScratch.length;
      const { length } = buffer;
      return own.calls.recvfrom(own.number, buffer, length, flags, addressScratch, lengthScratch);
    });
    return { count, sender: decodeAddress(addressScratch, lengthScratch[0] ?? 0) };
  }

  /** Sends; returns how many bytes the kernel took, which may be fewer. A gone peer is EPIPE. */
  send(bytes: Uint8Array, flags = 0): number {
    const own = this.#own;
    const count = own.calls.send(own.number, bytes, bytes.length, MSG_NOSIGNAL | flags);
    return count >= 0 ? count : this.#sendAgain(bytes, flags);
  }

  /**
   * Sends every byte, however many sends it takes. When it throws, an unknown part was sent; where
   * the socket is non-blocking use {@link send}, which says how much.
   */
  sendAll(bytes: Uint8Array): void {
    let sent = this.send(bytes);
    while (sent < bytes.length) sent += this.send(bytes.subarray(sent));
  }

  /** Sends one datagram to an address. */
  sendTo(bytes: Uint8Array, address: SocketAddress): number {
    const own = this.#own;
    const to = encodeAddress(this.family, address);
    return own.retry(
      'sendto',
      () => own.calls.sendto(own.number, bytes, bytes.length, MSG_NOSIGNAL, to, to.length),
      formatAddressText(address),
    );
  }

  /** Ends one or both directions; a listening socket stops to accept, whoever waits in it. */
  shutdown(direction: 'read' | 'write' | 'both'): void {
    if (this.#own.calls.shutdown(this.#own.number, SHUTDOWN_NUMBERS[direction]) < 0)
      throw this.#own.error('shutdown', lastErrno());
  }

  /** Closes the descriptor; closing twice is fine. Never retried: it is gone even after EINTR. */
  close(): void {
    const fd = this.#own.number;
    if (fd < 0) return;
    this.#forget();
    this.#own.calls.close(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Longest a call may wait, ms; `null` waits for ever. Later calls throw a `TimeoutError`. */
  setTimeout(timeoutMs: number | null): void {
    this.#own.setTimeout(timeoutMs);
  }

  /** Whether calls wait; where they don't, what would wait throws EAGAIN. */
  setBlocking(isBlocking: boolean): void {
    this.#own.setNonBlocking(!isBlocking || this.#acceptQueue !== undefined);
    this.#own.isBlocking = isBlocking;
  }

  /** Sets an option (man 2 setsockopt); a value it can't have is a `RangeError`. */
  setOption<Name extends keyof SocketOptions>(name: Name, value: SocketOptions[Name]): void {
    this.#own.setOption(name, value);
  }

  /** Reads an option (man 2 getsockopt). */
  getOption<Name extends keyof ReadableSocketOptions>(name: Name): ReadableSocketOptions[Name] {
    return this.#own.getOption(name);
  }

  /** This end's address (man 2 getsockname). */
  socketName(): SocketAddress {
    return this.#own.readName('getsockname');
  }

  /** The other end's address (man 2 getpeername). */
  peerName(): SocketAddress {
    return this.#own.readName('getpeername');
  }

  /** A file-like view: lines and exact counts. It reads ahead: receive through it alone. */
  makeFile(): SocketFile {
    return new SocketFile(this);
  }

  /** `null` when nobody waits to be accepted and the descriptor does not block. */
  #tryAccept(): Accepted | null {
    const own = this.#own;
    for (let retry = 0; retry < ACCEPT_RETRIES_MAX; retry += 1) {
      lengthScratch[0] = addressScratch.length;
      const fd = own.calls.accept4(own.number, addressScratch, lengthScratch, SOCK_CLOEXEC);
      if (fd >= 0) {
        const connection = new Socket(new SocketDescriptor(fd), this.family, this.type);
        return { connection, peer: decodeAddress(addressScratch, lengthScratch[0] ?? 0) };
      }
      const number = lastErrno();
      if (PASSING_ACCEPT_ERRORS.has(number)) continue;
      if (number !== errno.EAGAIN) throw own.error('accept', number);
      // A unix listener that was shut down says EAGAIN for ever where it does not block.
      if ((own.poll(POLLIN, 0) & POLLHUP) !== 0) throw own.error('accept', errno.EINVAL);
      return null;
    }
    throw own.error('accept', errno.ECONNABORTED);
  }

  /** 0, or the number of the error. An interrupted connect goes on in the kernel: wait for it. */
  #connect(address: SocketAddress): number {
    const own = this.#own;
    const bytes = encodeAddress(this.family, address);
    if (own.calls.connect(own.number, bytes, bytes.length) === 0) return 0;
    const number = lastErrno();
    if (number !== errno.EINTR) return number;
    return own.waitFor(POLLOUT) ? own.getOption('error') : errno.EINPROGRESS;
  }

  // Apart from the hot calls, which would otherwise make a closure each time.
  #receiveAgain(buffer: Uint8Array, flags: number): number {
    const own = this.#own;
    const number = lastErrno();
    if (number !== errno.EINTR) throw own.failure('recv', number);
    return own.retry('recv', () => own.calls.recv(own.number, buffer, buffer.length, flags));
  }

  #sendAgain(bytes: Uint8Array, flags: number): number {
    const own = this.#own;
    const number = lastErrno();
    if (number !== errno.EINTR) throw own.failure('send', number);
    return own.retry('send', () =>
      own.calls.send(own.number, bytes, bytes.length, MSG_NOSIGNAL | flags),
    );
  }

  #forget(): void {
    this.#own.number = -1;
    this.#acceptQueue?.close(this.#own.error('accept', errno.EBADF));
    this.#acceptQueue = undefined;
  }
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number) {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}
