import { probit } from 'simple-statistics';
import type { Distribution } from '../../../results/distribution.ts';
import { summarizeHistogram } from '../../../results/histogram-codec.ts';
import { createTimeHistogram } from '../../../results/time-histogram.ts';

/** A real HdrHistogram of invented times: log-normal around `middleNs`, with a tail. */
export function inventDistribution(
  count: number,
  middleNs: number,
  spread: number,
  tail: number,
): Distribution | null {
  if (count < 1) return null;
  const histogram = createTimeHistogram();
  let left = count;
  let sum = 0;
  let rawMin = Number.POSITIVE_INFINITY;
  let rawMax = 0;
  const record = (timeNs: number, times: number) => {
    const exact = Math.max(1, Math.round(timeNs));
    const taken = Math.min(left, times);
    if (taken < 1) return;
    histogram.recordValueWithCount(exact, taken);
    left -= taken;
    sum += exact * taken;
    rawMin = Math.min(rawMin, exact);
    rawMax = Math.max(rawMax, exact);
  };
  for (let nines = 2; nines <= 5; nines++) {
    for (const part of [0.9, 0.6, 0.3]) {
      const beyond = 10 ** -nines * part;
      const z = probit(1 - beyond);
      record(
        middleNs * Math.exp(spread * z) * (1 + tail * nines),
        Math.round(count * beyond * 0.3),
      );
    }
  }
  for (let step = 0; step < 60; step++) {
    record(middleNs * Math.exp(spread * probit((step + 0.5) / 60)), Math.ceil(count / 60));
  }
  record(middleNs, left);
  return summarizeHistogram(histogram, { rawMin, rawMax, sum, count });
}
