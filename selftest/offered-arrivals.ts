import { senderSchedule } from '../loadgen/load-loops/arrivals.ts';
import type { Load } from '../results/trial.ts';

/** The intended starts of all connections together before `untilNs`, in order. */
export function offeredArrivals(
  load: Extract<Load, { loop: 'open' }>,
  seed: number,
  untilNs: number,
): number[] {
  const arrivals: number[] = [];
  for (let connection = 0; connection < load.connections; connection += 1) {
    const schedule = senderSchedule(load, connection, seed);
    for (let index = 0; ; index += 1) {
      const atNs = schedule(index);
      if (atNs >= untilNs) break;
      arrivals.push(atNs);
    }
  }
  return arrivals.sort((a, b) => a - b);
}
