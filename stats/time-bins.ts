import { listCounts } from '../results/histogram-counts.ts';
import type { TimeHistogram } from '../results/time-histogram.ts';

/** Counts by bins of time. `counts` has one more on either side: below the first edge, from the last on. */
export interface BinnedTimes {
  readonly edgesNs: readonly number[];
  readonly counts: readonly number[];
}

/** Edges per factor of ten, from the finest on. */
const LOG_STEPS: readonly (readonly number[])[] = [
  [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8],
  [1, 1.5, 2, 3, 5, 7],
  [1, 2, 5],
  [1, 3],
  [1],
];
const LINEAR_STEPS: readonly number[] = [1, 2, 5, 10];
/** Times that differ less than this are divided evenly: a scale by powers would crowd them. */
const LINEAR_UP_TO = 4;
/** Histograms know times to three digits: narrower bins would show their buckets. */
const NARROWEST_SHARE = 0.005;
/** What lies beyond stands together in the outermost bins, so that it doesn't thin out the others. */
const OUTER_SHARE = 0.005;

/** Round edges that divide most of these times into at most so many bins. */
export function chooseEdges(histograms: readonly TimeHistogram[], binsMax: number): number[] {
  const spans = histograms.map(readSpan);
  const lowNs = Math.max(1, Math.min(...spans.map(({ lowNs }) => lowNs)));
  const highNs = Math.max(lowNs, ...spans.map(({ highNs }) => highNs));
  if (highNs <= LINEAR_UP_TO * lowNs) return linearEdges(lowNs, highNs, binsMax);
  const fits = LOG_STEPS.map((steps) => logEdges(lowNs, highNs, steps));
  return fits.find((edges) => edges.length <= binsMax + 1) ?? fits.at(-1) ?? [];
}

export function binTimes(histogram: TimeHistogram, edgesNs: readonly number[]): BinnedTimes {
  const counts = new Array<number>(edgesNs.length + 1).fill(0);
  let bin = 0;
  for (const { fromNs, count } of listCounts(histogram)) {
    while (fromNs >= (edgesNs[bin] ?? Number.POSITIVE_INFINITY)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  return { edgesNs, counts };
}

/** From where to where nearly all times lie, by the same measure as they are put into bins. */
function readSpan(histogram: TimeHistogram): { lowNs: number; highNs: number } {
  const counts = listCounts(histogram);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const at = (rank: number): number => {
    let counted = 0;
    for (const { fromNs, count } of counts) {
      counted += count;
      if (counted >= rank) return fromNs;
    }
    return counts.at(-1)?.fromNs ?? 0;
  };
  return { lowNs: at(total * OUTER_SHARE), highNs: at(total * (1 - OUTER_SHARE)) };
}

function linearEdges(lowNs: number, highNs: number, binsMax: number): number[] {
  const least = Math.max(1, (highNs - lowNs) / (binsMax - 1), highNs * NARROWEST_SHARE);
  const power = 10 ** Math.floor(Math.log10(least));
  const stepNs = power * (LINEAR_STEPS.find((step) => step * power >= least) ?? 10);
  const first = Math.floor(lowNs / stepNs);
  const bins = Math.floor(highNs / stepNs) + 1 - first;
  return Array.from({ length: bins + 1 }, (_, index) => (first + index) * stepNs);
}

/** From the last edge that is not above the lowest time to the first above the highest. */
function logEdges(lowNs: number, highNs: number, steps: readonly number[]): number[] {
  const edges: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(lowNs)); ; power *= 10) {
    for (const step of steps) {
      const edge = step * power;
      if (edge <= lowNs) edges.length = 0;
      edges.push(edge);
      if (edge > highNs) return edges;
    }
  }
}
