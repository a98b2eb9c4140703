import type { ServerCost } from '../../results/trial-result.ts';
import {
  readTreePss,
  readTreeSwitches,
  readTreeUsage,
  type TreePss,
  type TreeSwitches,
  type TreeUsage,
} from './process-tree.ts';
import { type RecentUsage, readRecentUsage } from './recent-usage.ts';

export const SAMPLE_INTERVAL_NS = 100_000_000n;

/** A look at a process tree, at a time of the measured window. */
export interface ProcessSample extends TreeUsage {
  readonly atNs: number;
}

export interface WatchedUsage {
  readonly samples: readonly ProcessSample[];
  readonly cost: Omit<ServerCost, 'cpuNsPerMessage' | 'connectionsPerWorker'>;
}

/**
 * Looks at a process tree at the start of the measured window, every 100 ms in it, and at its end.
 * A look costs well under a millisecond per process; the harness takes it on the load's CPUs.
 */
export class ProcessWatch {
  readonly #pid: number;
  readonly #samples: ProcessSample[] = [];
  #startNs: bigint | null = null;
  #endNs = 0n;
  #firstSwitches: TreeSwitches | null = null;
  #lastSwitches: TreeSwitches | null = null;
  #firstPss: TreePss | null = null;
  #lastPss: TreePss | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** The window's times are on the monotonic clock. */
  watch(startNs: bigint, endNs: bigint): void {
    this.#startNs = startNs;
    this.#endNs = endNs;
    this.#firstPss = readTreePss(this.#pid);
    this.#scheduleLook(startNs);
  }

  /** Null before the window, and in its first moments. */
  readRecent(): RecentUsage | null {
    return readRecentUsage(this.#samples);
  }

  /**
   * Ends the watch; null if the window never opened. The looks come a moment after their times, so
   * the CPU time between the first and the last is scaled to the `measuredNs` that it stands for.
   */
  stop(measuredNs: number): WatchedUsage | null {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#lastSwitches === null) this.#lookForTheLastTime();
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || this.#firstSwitches === null) return null;
    const after = this.#lastSwitches ?? this.#firstSwitches;
    const spanNs = last.atNs - first.atNs;
    const cpuNs = spanNs > 0 ? ((last.cpuNs - first.cpuNs) * measuredNs) / spanNs : 0;
    return {
      samples: this.#samples,
      cost: {
        cpuNs: Math.max(0, Math.round(cpuNs)),
        peakRssBytes: Math.max(...this.#samples.map((sample) => sample.rssBytes)),
        pssBytes: this.#choosePssBytes(),
        voluntarySwitches: Math.max(0, after.voluntary - this.#firstSwitches.voluntary),
        involuntarySwitches: Math.max(0, after.involuntary - this.#firstSwitches.involuntary),
        processes: Math.max(...this.#samples.map((sample) => sample.processes)),
        threads: Math.max(this.#firstSwitches.threads, after.threads),
      },
    };
  }

  #scheduleLook(atNs: bigint): void {
    const waitMs = Math.max(0, Number(atNs - process.hrtime.bigint()) / 1e6);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (atNs >= this.#endNs) {
        this.#lookForTheLastTime();
        return;
      }
      this.#look();
      this.#firstSwitches ??= readTreeSwitches(this.#pid);
      const next = atNs + SAMPLE_INTERVAL_NS;
      this.#scheduleLook(next < this.#endNs ? next : this.#endNs);
    }, waitMs);
  }

  /** What costs more to read is read after the CPU time, outside the measurement. */
  #lookForTheLastTime(): void {
    if (this.#startNs === null || process.hrtime.bigint() < this.#startNs) return;
    this.#look();
    this.#lastSwitches = readTreeSwitches(this.#pid);
    this.#lastPss = readTreePss(this.#pid);
  }

  /**
   * At the end of the window, unless processes ended before all were looked at: a server with one
   * for each client loses them with the load. Then it is what it was before the load began.
   */
  #choosePssBytes(): number | null {
    const processes = Math.max(...this.#samples.map((sample) => sample.processes));
    const isWhole = (this.#lastPss?.processes ?? 0) >= processes;
    return (isWhole ? this.#lastPss : this.#firstPss)?.pssBytes ?? null;
  }

  #look(): void {
    const usage = readTreeUsage(this.#pid);
    if (usage.processes === 0) return;
    this.#samples.push({ ...usage, atNs: Number(process.hrtime.bigint() - (this.#startNs ?? 0n)) });
  }
}
