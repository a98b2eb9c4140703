import { lastErrno, libcFunction, loadKoffi } from './libc.ts';

/**
 * Transfers for loops that handle thousands of sockets: by descriptor, without waiting, whatever the
 * socket's mode, without exceptions and without allocating. A failure is a negative error number.
 * The caller answers for the descriptor: a closed one's number may be somebody else's by now.
 */

const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const MSG_MORE = 0x8000;

interface TransferCalls {
  recv(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  /** From an address, so that the middle of a buffer can be sent without an object for it. */
  send(fd: number, address: number, length: number, flags: number): number;
}

let calls: TransferCalls | undefined;
/** What was sent from last, and where it lies: asking for that took it off the heap for good. */
let memory: Uint8Array | null = null;
let memoryAddress = 0;

/**
 * Receives what is there: how many bytes, 0 at the end of the stream, `-errno.EAGAIN` for nothing
 * yet (man 2 recv).
 */
export function tryReceive(fd: number, buffer: Uint8Array): number {
  calls ??= declareCalls();
  const count = calls.recv(fd, buffer, buffer.length, MSG_DONTWAIT);
  return count >= 0 ? count : -lastErrno();
}

/**
 * Sends what the kernel takes of `bytes[start..end]`: how many bytes, or `-errno.EAGAIN` when it
 * takes none now (man 2 send). `more` says that another send follows at once: TCP waits for it and
 * makes one segment of both.
 */
export function trySend(
  fd: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  more: boolean,
): number {
  if (start < 0 || start > end || end > bytes.length)
    throw new RangeError(`bytes ${start} to ${end} of ${bytes.length} to send`);
  calls ??= declareCalls();
  if (bytes !== memory) lookAt(bytes);
  const flags = more ? MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE : MSG_DONTWAIT | MSG_NOSIGNAL;
  const count = calls.send(fd, memoryAddress + start, end - start, flags);
  return count >= 0 ? count : -lastErrno();
}

function declareCalls(): TransferCalls {
  return {
    recv: libcFunction('intptr_t recv(int, void *, size_t, int)'),
    send: libcFunction('intptr_t send(int, uintptr_t, size_t, int)'),
  };
}

function lookAt(bytes: Uint8Array): void {
  memory = bytes;
  memoryAddress = Number(loadKoffi().address(bytes));
}
