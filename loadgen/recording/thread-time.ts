import { readFileSync } from 'node:fs';
import type { Window } from '../window.ts';

/** What the scheduler gave the load threads in the measured window, all together, ns. */
export interface ThreadTime {
  readonly ranNs: number;
  /** Ready to run, on a CPU that somebody else had. */
  readonly waitedNs: number;
}

/**
 * Asks the kernel at both ends of the window, from the thread itself, which costs two reads of some
 * 20 us. Null where it does not tell (man 5 proc_pid_schedstat): Linux alone does.
 */
export class ThreadTimeWatch {
  #first: ThreadTime | null = null;
  #found: ThreadTime | null = null;

  /** The first look takes many times as long as the next: not in the window. */
  constructor() {
    readThreadTime();
  }

  /** To be called again and again: `window` is null as long as it is not known. */
  look(nowNs: number, window: Window | null): void {
    if (window === null || nowNs < window.startNs || this.#found !== null) return;
    this.#first ??= readThreadTime();
    if (nowNs >= window.endNs) this.#found = this.#sinceFirst();
  }

  /** Null when the window never opened. */
  read(): ThreadTime | null {
    this.#found ??= this.#sinceFirst();
    return this.#found;
  }

  #sinceFirst(): ThreadTime | null {
    const now = this.#first === null ? null : readThreadTime();
    if (this.#first === null || now === null) return null;
    return {
      ranNs: now.ranNs - this.#first.ranNs,
      waitedNs: now.waitedNs - this.#first.waitedNs,
    };
  }
}

export function addThreadTimes(all: readonly ThreadTime[]): ThreadTime {
  return all.reduce(
    (sum, { ranNs, waitedNs }) => ({
      ranNs: sum.ranNs + ranNs,
      waitedNs: sum.waitedNs + waitedNs,
    }),
    { ranNs: 0, waitedNs: 0 },
  );
}

function readThreadTime(): ThreadTime | null {
  try {
    const [ranNs, waitedNs] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ');
    return { ranNs: Number(ranNs), waitedNs: Number(waitedNs) };
  } catch {
    return null;
  }
}
