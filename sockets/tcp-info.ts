import { lastErrno } from './libc.ts';
import type { Socket } from './socket.ts';
import { socketCalls } from './socket-calls.ts';
import { callError } from './socket-error.ts';

/** What the kernel tells about a TCP socket (`struct tcp_info` of linux/tcp.h, man 7 tcp). */

const IPPROTO_TCP = 6;
const TCP_INFO = 11;
/** Up to and with `tcpi_total_retrans`, as kernels since 2.6 have it. */
const INFO_BYTES = 104;
const UNACKED_OFFSET = 24;
const SACKED_OFFSET = 28;
const TOTAL_RETRANSMISSIONS_OFFSET = 100;

export interface ListenQueue {
  /** Finished connections that nobody has accepted yet. */
  readonly waiting: number;
  /** The backlog as the kernel keeps it: what `listen` asked for, capped at net.core.somaxconn. */
  readonly limit: number;
}

/** The queue of a listening TCP socket: there the two counters mean its length and its limit. */
export function readListenQueue(listener: Socket): ListenQueue {
  const info = readInfo(listener);
  return {
    waiting: info.getUint32(UNACKED_OFFSET, true),
    limit: info.getUint32(SACKED_OFFSET, true),
  };
}

/** Segments that a connection had to send again, in all its life. */
export function readRetransmissions(connection: Socket): number {
  return readInfo(connection).getUint32(TOTAL_RETRANSMISSIONS_OFFSET, true);
}

function readInfo(socket: Socket): DataView {
  const bytes = new Uint8Array(INFO_BYTES);
  const length = new Uint32Array([INFO_BYTES]);
  const { getsockopt } = socketCalls();
  if (getsockopt(socket.descriptor, IPPROTO_TCP, TCP_INFO, bytes, length) < 0)
    throw callError('getsockopt', 'TCP_INFO', lastErrno());
  return new DataView(bytes.buffer);
}
