import { createRandom, deriveSeed } from '../results/seeded-random.ts';
import type { Load } from '../results/trial.ts';

/** Message number -> intended start, ns after the start of the load. No clock inside. */
export type Schedule = (index: number) => number;

type OpenLoad = Extract<Load, { loop: 'open' }>;

/**
 * The messages of one connection out of `load.connections`. Taken together the connections make
 * the whole offered rate: constant arrivals are dealt out in turn, so their union is evenly spaced;
 * Poisson streams add up to a Poisson stream of the summed rate.
 */
export function connectionSchedule(load: OpenLoad, connection: number, seed: number): Schedule {
  return load.arrivals === 'constant'
    ? constantSchedule(load.offeredRatePerSec, load.connections, connection)
    : poissonSchedule(load.offeredRatePerSec / load.connections, deriveSeed(seed, connection));
}

function constantSchedule(ratePerSec: number, connections: number, connection: number): Schedule {
  return (index) => Math.round(((connection + index * connections) * 1e9) / ratePerSec);
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
