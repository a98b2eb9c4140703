import { connect, type Socket } from 'node:net';
import type { Address } from '../../protocol/address.ts';

export interface ConnectionEvents {
  connected(): void;
  /** `chunk` holds `length` fresh bytes, and only until this returns. */
  received(chunk: Buffer, length: number): void;
  /** The socket can take more, after `write` had returned false. */
  drained(): void;
  /** Once, whatever ended it: an error code, or END_OF_STREAM when the server hung up. */
  ended(code: string): void;
}

/** All connections of a thread read into one buffer: each chunk is used up before the next comes. */
const receiveBuffer = Buffer.allocUnsafeSlow(64 * 1024);

export function openConnection(target: Address, events: ConnectionEvents): Socket {
  const where =
    target.transport === 'unix'
      ? { path: target.path }
      : { host: target.host, port: target.port, noDelay: true };
  let endedWith: string | null = null;
  const end = (code: string): void => {
    if (endedWith !== null) return;
    endedWith = code;
    events.ended(code);
  };
  const socket = connect({
    ...where,
    onread: {
      buffer: receiveBuffer,
      callback: (length: number) => {
        events.received(receiveBuffer, length);
        return true;
      },
    },
  });
  socket.on('connect', events.connected);
  socket.on('drain', events.drained);
  socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.name));
  socket.on('end', () => end('END_OF_STREAM'));
  socket.on('close', () => end('END_OF_STREAM'));
  return socket;
}
