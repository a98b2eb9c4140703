import { getPriority } from 'node:os';
import { lastErrno, libcFunction } from './libc.ts';
import { callError } from './socket-error.ts';

type Syscall = (number: number, tid: number, attributes: Uint8Array, flags: number) => number;

/** Numbers of sched_setattr, which the C library has no function for (man 2 syscalls). */
const SCHED_SETATTR: Readonly<Record<string, number>> = { x64: 314, arm64: 274 };
const ATTRIBUTES_BYTES = 48;
const OFFSET = { nice: 16, runtime: 24 } as const;
/** What the kernel takes: 0.1 ms to 100 ms. */
export const SLICE_MIN_NS = 100_000;
const SLICE_MAX_NS = 100_000_000;

let syscall: Syscall | undefined;

/**
 * Asks the scheduler to give the calling thread the CPU in slices of this length, ns. A thread with
 * shorter slices than its neighbours is let in sooner when it wakes, without a larger share (kernel
 * 6.12 and later; earlier ones take the call and do nothing). Needs no privilege.
 *
 * @throws {SocketError} when the kernel refuses (man 2 sched_setattr)
 */
export function setThreadSliceNs(sliceNs: number): void {
  if (!Number.isInteger(sliceNs) || sliceNs < SLICE_MIN_NS || sliceNs > SLICE_MAX_NS) {
    throw new RangeError(`a slice of ${sliceNs} ns: the kernel takes 100,000 to 100,000,000`);
  }
  syscall ??= libcFunction<Syscall>('long syscall(long, long, void *, long)');
  const attributes = new Uint8Array(ATTRIBUTES_BYTES);
  const view = new DataView(attributes.buffer);
  view.setUint32(0, ATTRIBUTES_BYTES, true);
  // The call sets everything: who was started with `nice` stays nice.
  view.setInt32(OFFSET.nice, getPriority(), true);
  view.setBigUint64(OFFSET.runtime, BigInt(sliceNs), true);
  const number = SCHED_SETATTR[process.arch] ?? -1;
  if (syscall(number, 0, attributes, 0) < 0) {
    throw callError('sched_setattr', `a slice of ${sliceNs} ns`, lastErrno());
  }
}
