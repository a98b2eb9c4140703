import { median, numericSort } from 'simple-statistics';
import { criticalRankSum } from './signed-rank.ts';

/** How far paired differences lie from zero: a point, and the bounds that go with the test. */
export interface PairedShift {
  /** Hodges-Lehmann: the median of all means of two differences (Hodges and Lehmann 1963). */
  readonly center: number;
  /**
   * One-sided bounds: the true shift is above `low` with the confidence asked for, and below `high`
   * with the same. Infinite with too few differences for any bound.
   */
  readonly low: number;
  readonly high: number;
}

/**
 * The shift of paired differences, with the bounds at which the exact signed-rank test of the same
 * level would begin to reject (Hollander and Wolfe, 3.2 and 3.3). `alpha` is the error of each bound.
 * Needs at least one difference.
 */
export function estimateShift(differences: readonly number[], alpha: number): PairedShift {
  if (differences.length === 0) throw new RangeError('there is no difference to estimate from');
  const means = walshAverages(differences);
  const critical = criticalRankSum(differences.length, alpha);
  const low = critical === null ? undefined : means[critical];
  const high = critical === null ? undefined : means[means.length - 1 - critical];
  return {
    center: median(means),
    low: low ?? Number.NEGATIVE_INFINITY,
    high: high ?? Number.POSITIVE_INFINITY,
  };
}

/** The mean of every two differences, and of each with itself, in order. */
function walshAverages(differences: readonly number[]): number[] {
  const means = differences.flatMap((first, index) =>
    differences.slice(index).map((second) => (first + second) / 2),
  );
  return numericSort(means);
}
