import { errno } from './errno.ts';
import { lastErrno } from './libc.ts';
import { socketCalls } from './socket-calls.ts';
import { callError } from './socket-error.ts';

const SOL_SOCKET = 1;
const SO_MEMINFO = 55;
/** Fields of SO_MEMINFO, each an unsigned 32-bit number; the last counts drops (linux/sock_diag.h). */
const FIELDS = 9;
const DROPS_FIELD = 8;

/**
 * How many datagrams the kernel dropped on their way into this socket, mostly because its receive
 * buffer was full; null before Linux 4.12, which does not tell.
 *
 * @throws {SocketError} when there is no such socket (man 2 getsockopt)
 */
export function countReceiveDrops(fd: number): number | null {
  const fields = new Uint32Array(FIELDS);
  const length = new Uint32Array([fields.byteLength]);
  const bytes = new Uint8Array(fields.buffer);
  if (socketCalls().getsockopt(fd, SOL_SOCKET, SO_MEMINFO, bytes, length) < 0) {
    const number = lastErrno();
    if (number === errno.ENOPROTOOPT) return null;
    throw callError('getsockopt', 'SO_MEMINFO', number);
  }
  return fields[DROPS_FIELD] ?? 0;
}
