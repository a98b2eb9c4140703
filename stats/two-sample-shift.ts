import { median, numericSort, probit } from 'simple-statistics';
import type { Interval } from './sample.ts';

/** How far two samples lie apart: second minus first. */
export interface TwoSampleShift {
  /** Hodges-Lehmann: the median of all differences between one of each (Hodges and Lehmann 1963). */
  readonly center: number;
  /** Null where samples are so small that no two of them could be told apart. */
  readonly interval: Interval | null;
}

/** Up to here the distribution of the rank statistic is counted out; beyond, it is as good as normal. */
const EXACT_MAX = 50;

/**
 * The shift between two independent samples and its interval, from the distribution of the
 * Mann-Whitney statistic (Hollander and Wolfe, 4.2 and 4.3): whatever the distributions are like, if
 * they differ by a shift alone. `confidence` is asked for; the interval states what it has.
 */
export function estimateTwoSampleShift(
  first: readonly number[],
  second: readonly number[],
  confidence: number,
): TwoSampleShift {
  if (first.length === 0 || second.length === 0) throw new RangeError('an empty sample');
  const differences = numericSort(first.flatMap((a) => second.map((b) => b - a)));
  const critical = findCritical(first.length, second.length, (1 - confidence) / 2);
  const low = critical === null ? undefined : differences[critical.count];
  const high = critical === null ? undefined : differences[differences.length - 1 - critical.count];
  return {
    center: median(differences),
    interval:
      critical === null || low === undefined || high === undefined
        ? null
        : { low, high, confidence: 1 - 2 * critical.tail },
  };
}

/** The greatest count whose tail is no more than `alpha`, with that tail. */
function findCritical(m: number, n: number, alpha: number): { count: number; tail: number } | null {
  if (Math.max(m, n) > EXACT_MAX) return approximateCritical(m, n, alpha);
  let tail = 0;
  let found: { count: number; tail: number } | null = null;
  for (const [count, chance] of mannWhitneyChances(m, n).entries()) {
    tail += chance;
    if (tail > alpha) break;
    found = { count, tail };
  }
  return found;
}

function approximateCritical(m: number, n: number, alpha: number) {
  const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
  const count = Math.floor((m * n) / 2 - 0.5 + probit(alpha) * deviation);
  return count < 0 ? null : { count, tail: alpha };
}

/**
 * By count of pairs in which the second is the smaller: its probability when both samples are of one
 * distribution. The greatest of all m + n values belongs to either sample: that is the recursion
 * (Mann and Whitney 1947).
 */
function mannWhitneyChances(m: number, n: number): number[] {
  /** Of the samples with i of the first and j of the second, at [j]. */
  let row: number[][] = Array.from({ length: n + 1 }, () => [1]);
  for (let i = 1; i <= m; i += 1) {
    const next: number[][] = [[1]];
    for (let j = 1; j <= n; j += 1) {
      const chances = new Array<number>(i * j + 1).fill(0);
      for (const [count, chance] of (row[j] ?? []).entries()) {
        chances[count + j] = (chances[count + j] ?? 0) + (chance * i) / (i + j);
      }
      for (const [count, chance] of (next[j - 1] ?? []).entries()) {
        chances[count] = (chances[count] ?? 0) + (chance * j) / (i + j);
      }
      next.push(chances);
    }
    row = next;
  }
  return row[n] ?? [1];
}
