import { GCProfiler } from 'node:v8';
import type { Window } from '../window.ts';

/** Pauses of one load thread, or of several together, in the measured window. */
export interface GarbageCollections {
  readonly count: number;
  readonly totalNs: number;
  readonly longestNs: number;
}

/** The profiler keeps some KiB for each collection: it is emptied this often. */
const PROFILE_NS = 1_000_000_000;

/**
 * Watches the collections of this thread's heap in the measured window. V8 calls the profiler as it
 * begins and ends each one, so this works in a thread that never returns to its event loop; between
 * collections it costs nothing, and 10 to 20 us at each.
 */
export class GarbageCollectionWatch {
  #profiler: GCProfiler | null = null;
  #startedNs = 0;
  #found: GarbageCollections | null = null;

  /** The first start and stop take a hundred times as long as the next: not in the window. */
  constructor() {
    const first = new GCProfiler();
    first.start();
    first.stop();
  }

  /** To be called again and again: `window` is null as long as it is not known. */
  look(nowNs: number, window: Window | null): void {
    const isOpen = window !== null && nowNs >= window.startNs && nowNs < window.endNs;
    if (this.#profiler !== null && (!isOpen || nowNs - this.#startedNs >= PROFILE_NS)) this.#stop();
    if (isOpen && this.#profiler === null) this.#start(nowNs);
  }

  /** Null when the window never opened. */
  read(): GarbageCollections | null {
    this.#stop();
    return this.#found;
  }

  #start(nowNs: number): void {
    this.#found ??= { count: 0, totalNs: 0, longestNs: 0 };
    this.#profiler = new GCProfiler();
    this.#startedNs = nowNs;
    this.#profiler.start();
  }

  #stop(): void {
    if (this.#profiler === null || this.#found === null) return;
    // `cost` is in microseconds.
    const pausesNs = this.#profiler.stop().statistics.map(({ cost }) => Math.round(cost * 1e3));
    this.#profiler = null;
    this.#found = addCollections([
      this.#found,
      ...pausesNs.map((ns) => ({ count: 1, totalNs: ns, longestNs: ns })),
    ]);
  }
}

/**
 * Collects now, while nothing is due: the next collection is a whole young generation away then, and
 * a short window may pass without any. Only where V8 was told to give the call (`--expose-gc`).
 */
export function collectAhead(): void {
  globalThis.gc?.({ type: 'minor' });
}

export function addCollections(all: readonly GarbageCollections[]): GarbageCollections {
  return all.reduce(
    (sum, { count, totalNs, longestNs }) => ({
      count: sum.count + count,
      totalNs: sum.totalNs + totalNs,
      longestNs: Math.max(sum.longestNs, longestNs),
    }),
    { count: 0, totalNs: 0, longestNs: 0 },
  );
}
