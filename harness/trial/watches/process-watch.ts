import type { ServerCost } from '../../../results/trial-result.ts';
import { readTreePss, readTreeSwitches, type TreePss, type TreeSwitches } from './process-tree.ts';
import { type RecentUsage, readRecentUsage } from './recent-usage.ts';
import { type ProcessSample, TreeSampler } from './tree-sampler.ts';

export const SAMPLE_INTERVAL_NS = 100_000_000n;
/** Switches take long to read, so that is done this long before the window, and scaled to it. */
const SWITCHES_AHEAD_NS = 30_000_000n;

/** `timeline` looks every 100 ms and reads all of {@link ServerCost}; `ends` looks twice, for the rest. */
export type WatchDetail = 'timeline' | 'ends';

export interface WatchedUsage {
  readonly samples: readonly ProcessSample[];
  readonly cost: Omit<ServerCost, 'cpuNsPerMessage' | 'connectionsPerWorker'>;
}

interface SwitchesAt extends TreeSwitches {
  readonly atNs: number;
}

/**
 * Looks at a process tree at the start of the measured window, every 100 ms in it, and at its end.
 * The harness does so on the load's CPUs: what is not of that very moment is read before the window
 * or after it, and each look takes a tenth of a millisecond for a process and little for each more.
 */
export class ProcessWatch {
  readonly #pid: number;
  readonly #detail: WatchDetail;
  readonly #samples: ProcessSample[] = [];
  #tree: TreeSampler | null = null;
  #startNs: bigint | null = null;
  #endNs = 0n;
  #firstSwitches: SwitchesAt | null = null;
  #lastSwitches: SwitchesAt | null = null;
  #firstPss: TreePss | null = null;
  #lastPss: TreePss | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(pid: number, detail: WatchDetail) {
    this.#pid = pid;
    this.#detail = detail;
  }

  /** The window's times are on the monotonic clock. */
  watch(startNs: bigint, endNs: bigint): void {
    this.#startNs = startNs;
    this.#endNs = endNs;
    this.#tree = new TreeSampler(this.#pid);
    this.#tree.look(); // Code that runs for the first time takes ten times as long.
    if (this.#detail === 'timeline') this.#firstPss = readTreePss(this.#pid);
    this.#at(startNs - SWITCHES_AHEAD_NS, () => {
      if (this.#detail === 'timeline') this.#firstSwitches = this.#readSwitches();
      this.#scheduleLook(startNs);
    });
  }

  /** Null before the window, and in its first moments. */
  readRecent(): RecentUsage | null {
    return readRecentUsage(this.#samples);
  }

  /**
   * Ends the watch; null if the window never opened. The looks come a moment after their times, so
   * what was counted between the first and the last is scaled to the `measuredNs` it stands for.
   */
  stop(measuredNs: number): WatchedUsage | null {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#samples.length > 0 && !this.#isOver) this.#lookForTheLastTime();
    this.#tree?.close();
    this.#tree = null;
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const cpuNs = scale(last.cpuNs - first.cpuNs, last.atNs - first.atNs, measuredNs);
    return {
      samples: this.#samples,
      cost: {
        cpuNs,
        peakRssBytes: Math.max(...this.#samples.map((sample) => sample.rssBytes)),
        pssBytes: this.#choosePssBytes(),
        ...this.#countSwitches(measuredNs),
        processes: Math.max(...this.#samples.map((sample) => sample.processes)),
        threads: Math.max(this.#firstSwitches?.threads ?? 0, this.#lastSwitches?.threads ?? 0),
      },
    };
  }

  #scheduleLook(atNs: bigint): void {
    this.#at(atNs, () => {
      if (atNs >= this.#endNs) {
        this.#lookForTheLastTime();
        return;
      }
      this.#look();
      const next = this.#detail === 'timeline' ? atNs + SAMPLE_INTERVAL_NS : this.#endNs;
      this.#scheduleLook(next < this.#endNs ? next : this.#endNs);
    });
  }

  /** What costs more to read is read after the CPU time, outside the measurement. */
  #lookForTheLastTime(): void {
    this.#isOver = true;
    this.#look();
    if (this.#detail === 'ends') return;
    this.#lastSwitches = this.#readSwitches();
    this.#lastPss = readTreePss(this.#pid);
  }

  #countSwitches(
    measuredNs: number,
  ): Pick<ServerCost, 'voluntarySwitches' | 'involuntarySwitches'> {
    const [first, last] = [this.#firstSwitches, this.#lastSwitches];
    if (first === null || last === null) return { voluntarySwitches: 0, involuntarySwitches: 0 };
    const spanNs = last.atNs - first.atNs;
    return {
      voluntarySwitches: scale(last.voluntary - first.voluntary, spanNs, measuredNs),
      involuntarySwitches: scale(last.involuntary - first.involuntary, spanNs, measuredNs),
    };
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
    const usage = this.#tree?.look();
    if (usage === undefined || usage.processes === 0) return;
    this.#samples.push({ ...usage, atNs: this.#sinceStartNs() });
  }

  #readSwitches(): SwitchesAt {
    return { ...readTreeSwitches(this.#pid), atNs: this.#sinceStartNs() };
  }

  #sinceStartNs(): number {
    return Number(process.hrtime.bigint() - (this.#startNs ?? 0n));
  }

  #at(atNs: bigint, run: () => void): void {
    const waitMs = Math.max(0, Number(atNs - process.hrtime.bigint()) / 1e6);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      run();
    }, waitMs);
  }
}

function scale(counted: number, spanNs: number, measuredNs: number): number {
  return spanNs > 0 ? Math.max(0, Math.round((counted * measuredNs) / spanNs)) : 0;
}
