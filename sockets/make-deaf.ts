import { lastErrno } from './libc.ts';
import type { Socket } from './socket.ts';
import { socketCalls } from './socket-calls.ts';
import { callError } from './socket-error.ts';

const IPPROTO_IP = 0;
const IP_MINTTL = 21;
const TTL_MAX = 255;

/**
 * From now on the kernel drops whatever arrives for this IPv4 TCP socket before TCP sees it: no byte
 * is acknowledged, no keepalive question answered, no reset heard. To its peer it is a machine whose
 * cable was pulled. It can still send.
 *
 * It is done by IP_MINTTL (linux/in.h, RFC 5082): packets that have come from farther away than it
 * says are dropped, and 255 is nearer than this machine, as packets start at 64. That takes no
 * privilege.
 */
export function makeDeaf(socket: Socket): void {
  const value = new Uint8Array(new Int32Array([TTL_MAX]).buffer);
  const { setsockopt } = socketCalls();
  if (setsockopt(socket.descriptor, IPPROTO_IP, IP_MINTTL, value, value.length) < 0)
    throw callError('setsockopt', 'IP_MINTTL', lastErrno());
}
