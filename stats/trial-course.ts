import { max, median } from 'simple-statistics';
import type { TimelineEntry, TrialResult } from '../results/trial-result.ts';

/** How one trial went, from the start of its measured window to the end. */
export interface TrialCourse {
  readonly repetition: number;
  readonly slices: readonly CourseSlice[];
}

/** Null: nothing was answered in it, or it is not known. */
export interface CourseSlice {
  /** Start, from the start of the window. */
  readonly atNs: number;
  readonly lengthNs: number;
  readonly okPerSec: number;
  readonly failed: number;
  /** The middle of the entries' medians, where several are in one slice: for the shape alone. */
  readonly p50Ns: number | null;
  /** The greatest of the entries' figures. */
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** CPU time over time: 1 is one CPU all the time. */
  readonly serverCpus: number | null;
  readonly serverRssBytes: number | null;
}

/** The timeline in at most so many slices of equal length, neighbours put together where it is longer. */
export function traceCourse(result: TrialResult, slicesMax: number): TrialCourse | null {
  const { timeline, measuredNs, trial } = result;
  if (timeline.length === 0) return null;
  const perSlice = Math.ceil(timeline.length / slicesMax);
  const slices: CourseSlice[] = [];
  for (let first = 0; first < timeline.length; first += perSlice) {
    const entries = timeline.slice(first, first + perSlice);
    const atNs = entries[0]?.atNs ?? 0;
    const lengthNs = (timeline[first + perSlice]?.atNs ?? measuredNs) - atNs;
    // A last entry may begin where the window ended.
    if (lengthNs > 0) slices.push(joinEntries(entries, atNs, lengthNs));
  }
  return { repetition: trial.repetition, slices };
}

function joinEntries(
  entries: readonly TimelineEntry[],
  atNs: number,
  lengthNs: number,
): CourseSlice {
  const known = (pick: (entry: TimelineEntry) => number | null) =>
    entries.map(pick).filter((value) => value !== null);
  const greatest = (values: number[]) => (values.length === 0 ? null : max(values));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const medians = known(({ p50Ns }) => p50Ns);
  const cpuNs = known(({ serverCpuNs }) => serverCpuNs);
  return {
    atNs,
    lengthNs,
    okPerSec: (sum(entries.map(({ ok }) => ok)) * 1e9) / lengthNs,
    failed: sum(entries.map(({ failed }) => failed)),
    p50Ns: medians.length === 0 ? null : median(medians),
    p99Ns: greatest(known(({ p99Ns }) => p99Ns)),
    maxNs: greatest(known(({ maxNs }) => maxNs)),
    serverCpus: cpuNs.length < entries.length ? null : sum(cpuNs) / lengthNs,
    serverRssBytes: greatest(known(({ serverRssBytes }) => serverRssBytes)),
  };
}
