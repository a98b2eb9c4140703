import * as hdr from 'hdr-histogram-js';
import type { TimeHistogram } from './time-histogram.ts';

/** A bucket of a histogram that counts something. */
export interface CountedTimes {
  /** The least time that falls into it, ns. */
  readonly fromNs: number;
  readonly count: number;
}

/** Every bucket that counts something, in order of time. */
export function listCounts(histogram: TimeHistogram): readonly CountedTimes[] {
  if (!(histogram instanceof hdr.JsHistogram)) {
    throw new TypeError('a histogram whose buckets are out of reach: build it without WebAssembly');
  }
  const counts: CountedTimes[] = [];
  for (let index = 0; index < histogram.countsArrayLength; index += 1) {
    const count = histogram.getCountAtIndex(index);
    if (count > 0) counts.push({ fromNs: histogram.valueFromIndex(index), count });
  }
  return counts;
}
