import type { Socket } from 'node:net';
import { UNREAD_MAX_BYTES } from '../services/service.ts';

/**
 * Writes what the client did not ask for. The stream queues what the kernel does not take; a client
 * whose queue would grow beyond {@link UNREAD_MAX_BYTES} is disconnected: false says so.
 */
export function tellEvented(socket: Socket, bytes: Uint8Array): boolean {
  if (socket.destroyed || socket.writableEnded) return true;
  if (socket.writableLength + bytes.length <= UNREAD_MAX_BYTES) {
    socket.write(bytes);
    return true;
  }
  disconnect(socket);
  return false;
}

/** With a reset, so that the client learns at once; a unix socket knows none. */
function disconnect(socket: Socket): void {
  if (socket.remoteFamily === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
