import type { Distribution } from '../results/distribution.ts';
import { addToHistogram } from '../results/histogram-codec.ts';
import { createSumHistogram, type TimeHistogram } from '../results/time-histogram.ts';

export interface CurvePoint {
  /** 0 to 1. */
  readonly quantile: number;
  readonly timeNs: number;
}

/** Points per factor of ten of 1 / (1 - quantile). */
const POINTS_PER_NINE = 12;
const MAX_NINES = 6;
/** A percentile with fewer times than this beyond it is chance, and is not drawn. */
const MIN_BEYOND = 10;

/** Adds the histograms up: percentiles of several trials are never averaged. Null for none. */
export function mergeDistributions(parts: readonly Distribution[]): TimeHistogram | null {
  if (parts.length === 0) return null;
  const sum = createSumHistogram();
  for (const part of parts) addToHistogram(sum, part.histogram);
  return sum;
}

/** Time against quantile, evenly spaced on an axis of nines, as far as the count carries it. */
export function traceCurve(histogram: TimeHistogram): readonly CurvePoint[] {
  const points: CurvePoint[] = [];
  for (let step = 0; step <= POINTS_PER_NINE * MAX_NINES; step++) {
    const beyond = 10 ** (-step / POINTS_PER_NINE);
    if (histogram.totalCount * beyond < MIN_BEYOND) break;
    const quantile = 1 - beyond;
    points.push({ quantile, timeNs: histogram.getValueAtPercentile(quantile * 100) });
  }
  return points;
}
