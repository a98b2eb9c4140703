import { lowestValue } from '../recording/time-counts.ts';
import { COARSE_HALF_BITS } from '../recording/timeline-recorder.ts';

/** Percentiles of the last second or so, within 6 %: to watch, never to report. */
export interface RecentTimes {
  readonly p50Ns: number;
  readonly p99Ns: number;
}

/** Reports that lie this many back are what the newest is compared with. */
const REPORTS_BACK = 4;

/** Follows response times that are counted by bucket, as sums that only grow. */
export class RecentTimesWatch {
  readonly #before: Float64Array[] = [];

  /** Takes the sums of now; null while nothing new was counted. */
  follow(sums: Float64Array): RecentTimes | null {
    const [oldest] = this.#before;
    const recent = sums.map((count, bucket) => count - (oldest?.[bucket] ?? 0));
    this.#before.push(sums);
    if (this.#before.length > REPORTS_BACK) this.#before.shift();
    const total = recent.reduce((sum, count) => sum + count, 0);
    if (total === 0) return null;
    return { p50Ns: timeAt(recent, 0.5 * total), p99Ns: timeAt(recent, 0.99 * total) };
  }
}

/** The middle of the bucket in which the count is reached. */
function timeAt(counts: Float64Array, rank: number): number {
  let counted = 0;
  for (const [bucket, count] of counts.entries()) {
    counted += count;
    if (count > 0 && counted >= rank) {
      const next = lowestValue(bucket + 1, COARSE_HALF_BITS);
      return (lowestValue(bucket, COARSE_HALF_BITS) + next) / 2;
    }
  }
  return 0;
}
