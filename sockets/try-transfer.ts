import { lastErrno } from './libc.ts';
import type { Socket } from './socket.ts';
import { type SocketCalls, socketCalls } from './socket-calls.ts';

/**
 * Transfers for loops that handle thousands of sockets: no waiting, whatever the socket's mode, no
 * exception, and nothing allocated. A failure is a negative error number.
 */

const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const MSG_MORE = 0x8000;

let calls: SocketCalls | undefined;

/**
 * Receives what is there: how many bytes, 0 at the end of the stream, `-errno.EAGAIN` for nothing
 * yet (man 2 recv).
 */
export function tryReceive(socket: Socket, buffer: Uint8Array): number {
  calls ??= socketCalls();
  const count = calls.recv(socket.descriptor, buffer, buffer.length, MSG_DONTWAIT);
  return count >= 0 ? count : -lastErrno();
}

/**
 * Sends what the kernel takes of the first `length` bytes: how many, or `-errno.EAGAIN` when it
 * takes none now (man 2 send). `more` says that another send follows at once: TCP waits for it and
 * makes one segment of both.
 */
export function trySend(
  socket: Socket,
  bytes: Uint8Array,
  length: number = bytes.length,
  more = false,
): number {
  if (length > bytes.length) throw new RangeError(`${length} bytes of ${bytes.length} to send`);
  calls ??= socketCalls();
  const flags = MSG_DONTWAIT | MSG_NOSIGNAL | (more ? MSG_MORE : 0);
  const count = calls.send(socket.descriptor, bytes, length, flags);
  return count >= 0 ? count : -lastErrno();
}
