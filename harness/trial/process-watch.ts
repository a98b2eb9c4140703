import type { ServerCost } from '../../results/trial-result.ts';
import {
  readTreeSwitches,
  readTreeUsage,
  type TreeSwitches,
  type TreeUsage,
} from './process-tree.ts';

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
 * It runs beside the load, on its CPUs: each look costs it well under a millisecond.
 */
export class ProcessWatch {
  readonly #pid: number;
  readonly #samples: ProcessSample[] = [];
  #firstSwitches: TreeSwitches | null = null;
  #lastSwitches: TreeSwitches | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** The window's times are on the monotonic clock. */
  watch(startNs: bigint, endNs: bigint): void {
    this.#scheduleLook(startNs, startNs, endNs);
  }

  /** Takes the last look, unless the window's end has had its own. Null if it never opened. */
  stop(): WatchedUsage | null {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || this.#firstSwitches === null) return null;
    const after = this.#lastSwitches ?? this.#firstSwitches;
    return {
      samples: this.#samples,
      cost: {
        cpuNs: Math.max(0, Math.round(last.cpuNs - first.cpuNs)),
        peakRssBytes: Math.max(...this.#samples.map((sample) => sample.rssBytes)),
        voluntarySwitches: Math.max(0, after.voluntary - this.#firstSwitches.voluntary),
        involuntarySwitches: Math.max(0, after.involuntary - this.#firstSwitches.involuntary),
        processes: Math.max(...this.#samples.map((sample) => sample.processes)),
        threads: Math.max(this.#firstSwitches.threads, after.threads),
      },
    };
  }

  #scheduleLook(atNs: bigint, startNs: bigint, endNs: bigint): void {
    const waitMs = Math.max(0, Number(atNs - process.hrtime.bigint()) / 1e6);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#look(startNs, endNs);
      if (atNs >= endNs) return;
      const next = atNs + SAMPLE_INTERVAL_NS;
      this.#scheduleLook(next < endNs ? next : endNs, startNs, endNs);
    }, waitMs);
  }

  #look(startNs: bigint, endNs: bigint): void {
    // The clock is read with the CPU time, so that a late look is not taken for a busy server.
    const usage = readTreeUsage(this.#pid);
    if (usage.processes === 0) return;
    const nowNs = process.hrtime.bigint();
    this.#samples.push({ ...usage, atNs: Number(nowNs - startNs) });
    if (this.#firstSwitches === null) this.#firstSwitches = readTreeSwitches(this.#pid);
    else if (nowNs >= endNs) this.#lastSwitches = readTreeSwitches(this.#pid);
  }
}
