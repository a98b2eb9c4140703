import { performance } from 'node:perf_hooks'; // the global of that name is slower to reach

/** Nanoseconds since an origin that all load threads share. Monotonic; one reading costs ~35 ns. */
export type Clock = () => number;

/**
 * `performance.now()` is cheap but counts from the thread's own start; the offset to the shared
 * origin is taken once. Both read CLOCK_MONOTONIC.
 */
export function createClock(originNs: bigint): Clock {
  const offsetNs = Number(process.hrtime.bigint() - originNs) - performance.now() * 1e6;
  return () => Math.round(performance.now() * 1e6 + offsetNs);
}
