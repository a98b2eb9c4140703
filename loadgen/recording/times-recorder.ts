import { encodeHistogram } from '../../results/histogram-codec.ts';
import { createTimeHistogram } from '../../results/time-histogram.ts';
import type { RecordedTimes } from './share-result.ts';
import { TimeCounts } from './time-counts.ts';

/** 3 significant digits. */
const HALF_BITS = 10;

/** A histogram of times with the raw minimum, maximum and sum beside it. */
export class TimesRecorder {
  readonly #counts = new TimeCounts(HALF_BITS);
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #sum = 0;

  /**
   * Takes integer nanoseconds, the time of so many messages. A negative time means a clock went
   * wrong: never record it.
   */
  record(timeNs: number, messages = 1): void {
    if (timeNs < 0) throw new RangeError(`a time of ${timeNs} ns was measured`);
    this.#count += messages;
    this.#sum += timeNs * messages;
    if (timeNs < this.#min) this.#min = timeNs;
    if (timeNs > this.#max) this.#max = timeNs;
    this.#counts.record(timeNs, messages);
  }

  /** Null when nothing was recorded. */
  read(): RecordedTimes | null {
    if (this.#count === 0) return null;
    const histogram = createTimeHistogram();
    this.#counts.addTo(histogram, this.#max);
    return {
      count: this.#count,
      min: this.#min,
      max: this.#max,
      sum: this.#sum,
      histogram: encodeHistogram(histogram),
    };
  }
}
