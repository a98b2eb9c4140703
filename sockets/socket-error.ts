import { errnoMessage, errnoName } from './errno.ts';

export interface SocketErrorFacts {
  /** The name of the error: `ECONNREFUSED`, `EAI_NONAME`. */
  readonly code: string;
  /** Its number. */
  readonly errno: number;
  /** The call that failed: `bind`. */
  readonly syscall: string;
}

/** A socket call failed: general input/output errors (man 3 errno). */
export class SocketError extends Error implements SocketErrorFacts {
  override readonly name: string = 'SocketError';
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;

  constructor(message: string, facts: SocketErrorFacts) {
    super(message);
    this.code = facts.code;
    this.errno = facts.errno;
    this.syscall = facts.syscall;
  }
}

/** A name could not be turned into an address; `code` is `EAI_...` (man 3 getaddrinfo). */
export class AddressLookupError extends SocketError {
  override readonly name = 'AddressLookupError';
}

/** Another error about addresses and names: an address that is malformed, a service nobody knows. */
export class HostError extends SocketError {
  override readonly name = 'HostError';
}

/** Nothing happened within the time set by `setTimeout`. */
export class TimeoutError extends SocketError {
  override readonly name = 'TimeoutError';
  readonly timeoutMs: number;

  constructor(message: string, facts: SocketErrorFacts, timeoutMs: number) {
    super(message, facts);
    this.timeoutMs = timeoutMs;
  }
}

/** The error of a failed call: `bind 127.0.0.1:80: permission denied (EACCES): advice`. */
export function callError(syscall: string, subject: string, number: number): SocketError {
  const code = errnoName(number);
  const what = subject === '' ? syscall : `${syscall} ${subject}`;
  const advice = ADVICE[`${syscall} ${code}`] ?? ADVICE[code];
  const message = `${what}: ${errnoMessage(number)} (${code})`;
  return new SocketError(advice === undefined ? message : `${message}: ${advice}`, {
    code,
    errno: number,
    syscall,
  });
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another socket has this address; stop its owner, choose another port, or after a restart set reuseAddress before bind',
  EADDRNOTAVAIL: 'no interface of this machine has this address',
  'bind EACCES': 'ports below 1024 need root, a socket file needs a writable folder',
  'connect ECONNREFUSED': 'nothing listens there',
  'connect ENOENT': 'there is no such socket file',
  'send EPIPE': 'the peer is gone, or this side was shut down for writing',
  'sendto EACCES': 'set broadcast before sending to a broadcast address',
  EMFILE: 'this process has too many open descriptors; raise `ulimit -n`',
  EAGAIN: 'the socket is non-blocking and would have to wait',
};
