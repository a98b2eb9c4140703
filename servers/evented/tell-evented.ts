import type { Socket } from 'node:net';
import { UNREAD_MAX_BYTES } from '../services/service.ts';

/**
 * Writes what the client did not ask for. The stream queues what the kernel does not take; a client
 * whose queue would grow beyond {@link UNREAD_MAX_BYTES} is disconnected.
 */
export function tellEvented(socket: Socket, bytes: Uint8Array): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (socket.writableLength + bytes.length <= UNREAD_MAX_BYTES) socket.write(bytes);
  else socket.resetAndDestroy();
}
