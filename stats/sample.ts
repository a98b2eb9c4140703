import { median, numericSort } from 'simple-statistics';

/** An interval for the median of what the trials are drawn from. It states its own confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Probability, before measuring, that such an interval holds the true median. */
  readonly confidence: number;
}

export interface Estimate {
  /** The median of the trials' values. */
  readonly center: number;
  /** Null with fewer than five trials: they allow no claim. */
  readonly interval: Interval | null;
  readonly trials: number;
  /** What it is made of, in the order of measurement. */
  readonly samples: readonly Sample[];
}

/** The figure of one trial. */
export interface Sample {
  readonly repetition: number;
  readonly value: number;
}

/** Fewest trials for a claim: from five on, smallest to largest has a confidence over 90 %. */
export const MIN_TRIALS_FOR_CLAIM = 5;
const WANTED_CONFIDENCE = 0.95;

/** The median of the samples and its interval; null for none. */
export function estimate(samples: readonly Sample[]): Estimate | null {
  if (samples.length === 0) return null;
  const sorted = numericSort(samples.map(({ value }) => value));
  return {
    center: median(sorted),
    interval: orderInterval(sorted),
    trials: sorted.length,
    samples,
  };
}

/**
 * The exact interval between two order statistics: whatever the distribution, the true median lies
 * between the k-th smallest and the k-th largest of n values with probability
 * 1 - 2 P(Binomial(n, 1/2) < k). The narrowest one of at least 95 %; for n = 5 there is none, and
 * the smallest to the largest value is taken, with its 93.75 %.
 */
function orderInterval(sorted: readonly number[]): Interval | null {
  const n = sorted.length;
  if (n < MIN_TRIALS_FOR_CLAIM) return null;
  let rank = 1;
  while (2 * (rank + 1) <= n && confidenceOf(n, rank + 1) >= WANTED_CONFIDENCE) rank++;
  const low = sorted[rank - 1];
  const high = sorted[n - rank];
  if (low === undefined || high === undefined) throw new RangeError(`no rank ${rank} among ${n}`);
  return { low, high, confidence: confidenceOf(n, rank) };
}

/** Confidence of the interval from the `rank`-th smallest to the `rank`-th largest of n values. */
function confidenceOf(n: number, rank: number): number {
  // In logarithms, because 2^-n is 0 to a number once n passes 1074.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k < rank; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return 1 - 2 * tail;
}
