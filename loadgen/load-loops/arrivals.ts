import { createRandom, deriveSeed } from '../../results/seeded-random.ts';
import type { Load } from '../../results/trial.ts';

/** Message number -> intended start, ns after the start of the load. No clock inside. */
export type Schedule = (index: number) => number;

type OpenLoad = Extract<Load, { loop: 'open' }>;

/** Of a connection that sends nothing. */
export const NEVER: Schedule = () => Number.POSITIVE_INFINITY;

/**
 * The messages of one sender out of so many, the connections of the load when nothing else is said.
 * Taken together the senders make the whole offered rate: constant arrivals are dealt out in turn,
 * so their union is evenly spaced; Poisson streams add up to a Poisson stream of the summed rate.
 */
export function senderSchedule(
  load: OpenLoad,
  sender: number,
  seed: number,
  senders: number = load.connections,
): Schedule {
  return load.arrivals === 'constant'
    ? constantSchedule(load.offeredRatePerSec, senders, sender)
    : poissonSchedule(load.offeredRatePerSec / senders, deriveSeed(seed, sender));
}

function constantSchedule(ratePerSec: number, senders: number, sender: number): Schedule {
  return (index) => Math.round(((sender + index * senders) * 1e9) / ratePerSec);
}

/** Exponential gaps. It remembers the last index only, so indices must not go back. */
function poissonSchedule(ratePerSec: number, seed: number): Schedule {
  const random = createRandom(seed);
  const meanGapNs = 1e9 / ratePerSec;
  let reached = -1;
  let elapsedNs = 0;
  return (index) => {
    if (index < reached) throw new RangeError(`a Poisson schedule can't go back to ${index}`);
    while (reached < index) {
      elapsedNs += -Math.log(1 - random()) * meanGapNs;
      reached += 1;
    }
    return Math.round(elapsedNs);
  };
}
