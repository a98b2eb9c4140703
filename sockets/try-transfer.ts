import { lastErrno } from './libc.ts';
import type { Socket } from './socket.ts';
import { type SocketCalls, socketCalls } from './socket-calls.ts';

/**
 * Transfers for loops that handle thousands of sockets: no waiting, whatever the socket's mode, no
 * exception, and nothing allocated. A failure is a negative error number.
 */

const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

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
 * takes none now (man 2 send).
 */
export function trySend(socket: Socket, bytes: Uint8Array, length: number = bytes.length): number {
  if (length > bytes.length) throw new RangeError(`${length} bytes of ${bytes.length} to send`);
  calls ??= socketCalls();
  const count = calls.send(socket.descriptor, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  return count >= 0 ? count : -lastErrno();
}
