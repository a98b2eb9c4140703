import { performance } from 'node:perf_hooks'; // the global of that name is slower to reach

/** More than any measurement of known delays has messages. */
const MESSAGES_MAX = 100_000;

/** How long each message kept the thread busy, from when it woke or was done with the one before. */
export class BusyLog {
  readonly busyNs: number[] = [];
  /** Since when the thread has been busy with the present message, ns on this thread's clock. */
  sinceNs = 0;

  woke(): void {
    this.sinceNs = readClockNs();
  }

  /** The message is done with; the next one's time begins. */
  done(): void {
    const nowNs = readClockNs();
    if (this.busyNs.length < MESSAGES_MAX) this.busyNs.push(nowNs - this.sinceNs);
    this.sinceNs = nowNs;
  }
}

export function readClockNs(): number {
  return Math.round(performance.now() * 1e6);
}
