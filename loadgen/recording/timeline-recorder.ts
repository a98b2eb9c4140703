import { build, type Histogram } from 'hdr-histogram-js';
import { encodeHistogram } from '../../results/histogram-codec.ts';
import { HIGHEST_TIME_NS } from '../../results/time-histogram.ts';
import type { RecordedInterval } from './share-result.ts';
import { countBuckets, TimeCounts } from './time-counts.ts';

export const INTERVAL_NS = 100_000_000;

/** The longest window that can be measured: 10 minutes, 6000 lines of the timeline. */
export const WINDOW_MAX_NS = 600_000_000_000;
const INTERVALS_MAX = WINDOW_MAX_NS / INTERVAL_NS + 1;
/** One significant digit: a few KiB for each interval, exact enough for a curve over time. */
export const COARSE_HALF_BITS = 4;
export const COARSE_BUCKETS = countBuckets(COARSE_HALF_BITS);

interface Interval {
  ok: number;
  failed: number;
  times: TimeCounts | null;
}

/** What happened in each 100 ms of the window. */
export class TimelineRecorder {
  readonly #intervals: Interval[] = [];
  /** The interval of the last entry: mostly that of the next one too. */
  #last: Interval = { ok: 0, failed: 0, times: null };
  #lastStartNs = Number.POSITIVE_INFINITY;
  #told = 0;

  /** `sinceStartNs` counts from the start of the window. */
  ok(sinceStartNs: number, responseTimeNs: number, replies = 1): void {
    const interval = this.#at(sinceStartNs);
    interval.ok += replies;
    interval.times ??= new TimeCounts(COARSE_HALF_BITS);
    interval.times.record(responseTimeNs, replies);
  }

  failed(sinceStartNs: number): void {
    this.#at(sinceStartNs).failed += 1;
  }

  /**
   * Adds the response times of those intervals to `sums` that have ended since the last call: for
   * whoever follows the load while it runs.
   */
  tellEnded(sums: Uint32Array): void {
    for (; this.#told < this.#intervals.length - 1; this.#told += 1) {
      this.#intervals[this.#told]?.times?.addCountsTo(sums);
    }
  }

  read(): RecordedInterval[] {
    return this.#intervals.map(({ ok, failed, times }) => ({
      ok,
      failed,
      histogram: times === null ? null : encodeTimes(times),
    }));
  }

  #at(sinceStartNs: number): Interval {
    const sinceLastNs = sinceStartNs - this.#lastStartNs;
    if (sinceLastNs >= 0 && sinceLastNs < INTERVAL_NS) return this.#last;
    const index = Math.floor(sinceStartNs / INTERVAL_NS);
    if (index < 0 || index >= INTERVALS_MAX)
      throw new RangeError(`no interval at ${sinceStartNs} ns`);
    while (this.#intervals.length <= index) {
      this.#intervals.push({ ok: 0, failed: 0, times: null });
    }
    const interval = this.#intervals[index];
    if (interval === undefined) throw new RangeError(`interval ${index} is missing`);
    this.#last = interval;
    this.#lastStartNs = index * INTERVAL_NS;
    return interval;
  }
}

function encodeTimes(times: TimeCounts): string {
  const histogram = createCoarseHistogram();
  times.addTo(histogram);
  return encodeHistogram(histogram);
}

/** As many digits as {@link COARSE_HALF_BITS} give. */
export function createCoarseHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_TIME_NS,
    numberOfSignificantValueDigits: 1,
    useWebAssembly: false,
  });
}
