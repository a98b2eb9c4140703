import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';

/** The error numbers this folder decides by; the rest are only named. Linux, every architecture. */
export const errno = {
  EPERM: 1,
  ESRCH: 3,
  EINTR: 4,
  EBADF: 9,
  EAGAIN: 11,
  EACCES: 13,
  EINVAL: 22,
  EPIPE: 32,
  ENOSYS: 38,
  EAFNOSUPPORT: 97,
  ECONNABORTED: 103,
  EINPROGRESS: 115,
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

/** `13` -> `permission denied`. */
export function errnoMessage(number: number): string {
  return getSystemErrorMap().get(-number)?.[1] ?? 'failed';
}
