import type { Clock } from '../clock.ts';

/** Nearer than this a timer would come too late: `setTimeout` has 1 ms steps and wakes after them. */
const TIMER_WORTH_NS = 2_500_000;
/** A message that falls due may be far off; look again at least this often. */
const LONGEST_WAIT_MS = 100;

/** What is paced: sends what is due, and says when something is due next. */
export interface Paced {
  readonly clock: Clock;
  pump(nowNs: number): number;
}

/**
 * Calls `pump` when something is due. Waits on a timer while there is time, and polls the
 * event loop for the last stretch: exact to tens of microseconds, at the price of the CPU that a
 * load thread has to itself. A loop with nothing scheduled costs nothing.
 */
export function createPacer(paced: Paced): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;
  let stopped = false;

  function pump(): void {
    timer = null;
    immediate = null;
    if (stopped) return;
    const nowNs = paced.clock();
    const waitNs = paced.pump(nowNs) - nowNs;
    if (waitNs < TIMER_WORTH_NS) immediate = setImmediate(pump);
    else timer = setTimeout(pump, Math.min(LONGEST_WAIT_MS, Math.floor(waitNs / 1e6) - 1));
  }

  return {
    start: pump,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      if (immediate !== null) clearImmediate(immediate);
    },
  };
}
