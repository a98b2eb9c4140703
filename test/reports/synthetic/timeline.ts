import type { TimelineEntry } from '../../../results/trial-result.ts';
import type { CellShape } from './cells.ts';

/** Fewer entries than a real trial has, to keep the recorded run small. */
const ENTRIES = 4;

/** An even course; a server that hangs up answers in the first entry alone. */
export function inventTimeline(
  shape: CellShape,
  answered: number,
  middleNs: number,
  measuredNs: number,
): TimelineEntry[] {
  const lengthNs = measuredNs / ENTRIES;
  return Array.from({ length: ENTRIES }, (_, index) => {
    const even =
      Math.round((answered * (index + 1)) / ENTRIES) - Math.round((answered * index) / ENTRIES);
    const ok = shape.oneReply === true ? (index === 0 ? answered : 0) : even;
    const timeNs = (factor: number) =>
      ok === 0 ? null : Math.round(middleNs * factor * (1 + index / 20));
    return {
      atNs: index * lengthNs,
      ok,
      failed: 0,
      p50Ns: timeNs(1),
      p99Ns: timeNs(1.6),
      maxNs: timeNs(3),
      serverCpuNs: Math.round(shape.cpuNs * ok),
      serverRssBytes: Math.round(shape.rssMiB * 2 ** 20 * (0.9 + index * 0.03)),
    };
  });
}
