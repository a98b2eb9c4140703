import type { ProcessSample } from './tree-sampler.ts';

/** What a process tree uses now. */
export interface RecentUsage {
  /** CPUs kept busy over the last second or so: 1 is one of them, whole. */
  readonly busyCpus: number;
  readonly rssBytes: number;
}

/** About a second of them. */
const SAMPLES_BACK = 10;

/** From the latest of the samples; null as long as there are not two. */
export function readRecentUsage(samples: readonly ProcessSample[]): RecentUsage | null {
  const last = samples.at(-1);
  const first = samples[Math.max(0, samples.length - 1 - SAMPLES_BACK)];
  if (last === undefined || first === undefined || last.atNs <= first.atNs) return null;
  const busyCpus = Math.max(0, last.cpuNs - first.cpuNs) / (last.atNs - first.atNs);
  return { busyCpus, rssBytes: last.rssBytes };
}
