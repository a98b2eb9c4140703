import { constants } from 'node:os';

/** The error numbers this folder decides by; the rest are only named. Linux, every architecture. */
export const errno = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EBADF: 9,
  EAGAIN: 11,
  EACCES: 13,
  EINVAL: 22,
  EPIPE: 32,
  ENOSYS: 38,
  EMSGSIZE: 90,
  ENOPROTOOPT: 92,
  EAFNOSUPPORT: 97,
  ECONNABORTED: 103,
  ECONNREFUSED: 111,
  EINPROGRESS: 115,
  /**
   * Errors after which accept(2) says to try again: a signal came, the client gave up while it
   * waited (ECONNABORTED), or its network failed (ENONET, EPROTO, ENOPROTOOPT, ENETDOWN,
   * ENETUNREACH, EHOSTDOWN, EHOSTUNREACH).
   */
  PASSING_ON_ACCEPT: [4, 103, 64, 71, 92, 100, 101, 112, 113],
} as const;

let names: Map<number, string> | undefined;

/** `13` -> `EACCES`; `errno 4095` for a number without a name. */
export function errnoName(number: number): string {
  names ??= new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]));
  // Two numbers have two names each: the ones that manual pages use.
  if (number === errno.EAGAIN) return 'EAGAIN';
  if (number === 95) return 'EOPNOTSUPP';
  return names.get(number) ?? `errno ${number}`;
}

/**
 * `13` -> `permission denied`. An import of `node:util` would load all that it offers, 3 ms of CPU
 * that every process for a connection would pay, and most of them never name an error.
 */
export function errnoMessage(number: number): string {
  const { getSystemErrorMap } = process.getBuiltinModule('node:util');
  return getSystemErrorMap().get(-number)?.[1] ?? 'failed';
}
