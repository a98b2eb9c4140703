import { lastErrno, libcFunction } from './libc.ts';
import { callError } from './socket-error.ts';

/** On which CPUs the calling thread may run (man 2 sched_setaffinity). */

/** Room for 8192 CPUs, the most that Linux is built for. */
const MASK_BYTES = 1024;

interface AffinityCalls {
  sched_getaffinity(thread: number, bytes: number, mask: Uint8Array): number;
  sched_setaffinity(thread: number, bytes: number, mask: Uint8Array): number;
}

let calls: AffinityCalls | undefined;

function affinityCalls(): AffinityCalls {
  calls ??= {
    sched_getaffinity: libcFunction('int sched_getaffinity(int, size_t, void *)'),
    sched_setaffinity: libcFunction('int sched_setaffinity(int, size_t, const void *)'),
  };
  return calls;
}

/** CPUs the calling thread may run on, ascending. */
export function currentCpus(): number[] {
  const mask = new Uint8Array(MASK_BYTES);
  if (affinityCalls().sched_getaffinity(0, mask.length, mask) < 0)
    throw callError('sched_getaffinity', '', lastErrno());
  return decodeCpuMask(mask);
}

/**
 * Keeps the calling thread, and every thread and process it starts from now on, on `cpus`. EINVAL
 * when none of them exists or is allowed (cpuset).
 */
export function setCpus(cpus: readonly number[]): void {
  const mask = encodeCpuMask(cpus);
  if (affinityCalls().sched_setaffinity(0, mask.length, mask) < 0)
    throw callError('sched_setaffinity', cpus.join(','), lastErrno());
}

/** Runs `start` on `cpus`, so that what it starts stays there, and goes back to where it was. */
export function withCpus<Result>(cpus: readonly number[], start: () => Result): Result {
  const before = currentCpus();
  setCpus(cpus);
  try {
    return start();
  } finally {
    setCpus(before);
  }
}

/** A bit per CPU. Both supported architectures are little-endian: bit n is in byte n / 8. */
export function encodeCpuMask(cpus: readonly number[]): Uint8Array {
  if (cpus.length === 0) throw new RangeError('no CPU named: a thread needs at least one');
  const mask = new Uint8Array(MASK_BYTES);
  for (const cpu of cpus) {
    if (!Number.isInteger(cpu) || cpu < 0 || cpu >= MASK_BYTES * 8)
      throw new RangeError(`CPU ${cpu} is not in 0..${MASK_BYTES * 8 - 1}`);
    mask[cpu >> 3] = (mask[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  }
  return mask;
}

/** The inverse of {@link encodeCpuMask}. */
export function decodeCpuMask(mask: Uint8Array): number[] {
  const cpus: number[] = [];
  for (const [index, byte] of mask.entries())
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) cpus.push(index * 8 + bit);
  return cpus;
}
