import { COARSE_BUCKETS } from '../recording/timeline-recorder.ts';
import type { Window } from '../window.ts';

/**
 * Memory that the load threads and their coordinator share: the coordinator says when the window
 * opens and when to stop, each thread says how far it is. Nothing is sent, so a thread can be
 * followed and stopped even if it never returns to its event loop.
 */
const STATE_SLOTS = 1;
const WINDOW_SLOTS = 4;
const COUNTER_SLOTS = 16;

/** How far the coordinator has come. */
export const PHASE = { opening: 0, scheduled: 1, stopping: 2 } as const;

/** Live figures of one thread, each growing only. */
export interface ThreadProgress {
  /** Connections open for the first time. */
  readonly established: number;
  /** Connections that had a verified reply. */
  readonly served: number;
  /** Connections that can carry no more messages. */
  readonly ended: number;
  readonly answered: number;
  readonly answeredInWindow: number;
  readonly failed: number;
  /** Of the window: answered too late, or given up. */
  readonly overdue: number;
  /** Of the window, with those that left a millisecond late or more although there was room. */
  readonly sent: number;
  readonly sentLate: number;
}

export type LoadControlBuffer = SharedArrayBuffer;

export function createControlBuffer(threads: number): LoadControlBuffer {
  return new SharedArrayBuffer(timesOffset(threads) + 4 * threads * COARSE_BUCKETS);
}

/** Behind the counters of all threads: for each its response times by bucket. */
function timesOffset(threads: number): number {
  return 8 * (STATE_SLOTS + WINDOW_SLOTS + threads * COUNTER_SLOTS);
}

function countThreads(buffer: LoadControlBuffer): number {
  return (buffer.byteLength - timesOffset(0)) / (8 * COUNTER_SLOTS + 4 * COARSE_BUCKETS);
}

/** One side's view of the shared memory; `thread` is the thread whose counters it writes. */
export class LoadControl {
  readonly #phase: Int32Array;
  readonly #window: Float64Array;
  readonly #counters: Float64Array;
  readonly #times: Uint32Array;
  readonly #threads: number;
  readonly #own: number;
  /** What this thread counts response times in, from the start of the window on. */
  readonly ownTimes: Uint32Array;

  constructor(buffer: LoadControlBuffer, thread = 0) {
    this.#phase = new Int32Array(buffer, 0, 2);
    this.#window = new Float64Array(buffer, 8 * STATE_SLOTS, WINDOW_SLOTS);
    this.#threads = countThreads(buffer);
    this.#counters = new Float64Array(buffer, timesOffset(0), this.#threads * COUNTER_SLOTS);
    this.#times = new Uint32Array(buffer, timesOffset(this.#threads));
    this.#own = thread * COUNTER_SLOTS;
    this.ownTimes = this.#times.subarray(thread * COARSE_BUCKETS, (thread + 1) * COARSE_BUCKETS);
  }

  get phase(): number {
    return Atomics.load(this.#phase, 0);
  }

  /** Times first, phase after: who sees the phase sees the times. */
  openWindow(window: Window): void {
    this.#writeWindow(window);
    Atomics.store(this.#phase, 0, PHASE.scheduled);
  }

  /** Ends the load now: the window closes at `atNs`, and nothing is waited for. */
  stop(atNs: number): void {
    const window = this.window;
    if (window !== null && window.endNs > atNs) {
      this.#writeWindow({ ...window, endNs: atNs, drainEndNs: atNs });
    } else if (window !== null) {
      this.#writeWindow({ ...window, drainEndNs: Math.min(window.drainEndNs, atNs) });
    }
    Atomics.store(this.#phase, 0, PHASE.stopping);
  }

  /** Null as long as the coordinator has not set it. */
  get window(): Window | null {
    const [scheduleStartNs = 0, startNs = 0, endNs = 0, drainEndNs = 0] = this.#window;
    return endNs === 0 ? null : { scheduleStartNs, startNs, endNs, drainEndNs };
  }

  /** Publishes this thread's figures; a reader may see them a moment apart, never torn. */
  publish(progress: ThreadProgress): void {
    const { established, served, ended, answered, answeredInWindow, failed } = progress;
    const { overdue, sent, sentLate } = progress;
    this.#counters[this.#own] = established;
    this.#counters[this.#own + 1] = served;
    this.#counters[this.#own + 2] = ended;
    this.#counters[this.#own + 3] = answered;
    this.#counters[this.#own + 4] = answeredInWindow;
    this.#counters[this.#own + 5] = failed;
    this.#counters[this.#own + 6] = overdue;
    this.#counters[this.#own + 7] = sent;
    this.#counters[this.#own + 8] = sentLate;
  }

  /** The sum over all threads. */
  progress(): ThreadProgress {
    const sum = (slot: number) => {
      let total = 0;
      for (let thread = 0; thread < this.#threads; thread += 1) {
        total += this.#counters[thread * COUNTER_SLOTS + slot] ?? 0;
      }
      return total;
    };
    return {
      established: sum(0),
      served: sum(1),
      ended: sum(2),
      answered: sum(3),
      answeredInWindow: sum(4),
      failed: sum(5),
      overdue: sum(6),
      sent: sum(7),
      sentLate: sum(8),
    };
  }

  /** Response times of all threads by bucket, of the window so far up to 100 ms ago. */
  times(): Float64Array {
    const sums = new Float64Array(COARSE_BUCKETS);
    for (let slot = 0; slot < this.#times.length; slot += 1) {
      const bucket = slot % COARSE_BUCKETS;
      sums[bucket] = (sums[bucket] ?? 0) + (this.#times[slot] ?? 0);
    }
    return sums;
  }

  #writeWindow(window: Window): void {
    this.#window[0] = window.scheduleStartNs;
    this.#window[1] = window.startNs;
    this.#window[2] = window.endNs;
    this.#window[3] = window.drainEndNs;
  }
}
