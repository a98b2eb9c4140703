import { performance } from 'node:perf_hooks'; // the global of that name is slower to reach

/** Nanoseconds since an origin that all load threads share. Monotonic; one reading costs ~35 ns. */
export type Clock = () => number;

/** A thread that loses its CPU in the middle of one comparison will not in the middle of all. */
const COMPARISONS = 8;

/**
 * `performance.now()` is cheap but counts from the thread's own start; the offset to the shared
 * origin is taken once. Both read CLOCK_MONOTONIC.
 */
export function createClock(originNs: bigint): Clock {
  const offsetNs = compareClocks(originNs);
  return () => Math.round(performance.now() * 1e6 + offsetNs);
}

/** The comparison that took least time is off by no more than half of that. */
function compareClocks(originNs: bigint): number {
  let leastNs = Number.POSITIVE_INFINITY;
  let offsetNs = 0;
  for (let i = 0; i < COMPARISONS; i += 1) {
    const beforeNs = Number(process.hrtime.bigint() - originNs);
    const nowNs = performance.now() * 1e6;
    const tookNs = Number(process.hrtime.bigint() - originNs) - beforeNs;
    if (tookNs >= leastNs) continue;
    leastNs = tookNs;
    offsetNs = beforeNs + tookNs / 2 - nowNs;
  }
  return offsetNs;
}
