import type { Notice } from '../services/service.ts';

/**
 * What may be on its way from one place (a thread or a process with clients) to another. Neither a
 * MessagePort nor the channel between processes has a bound of its own: a place that reads from its
 * clients faster than another can hear would fill the memory between them.
 */
export const ON_THE_WAY_MAX_BYTES = 1024 * 1024;

/** What is heard before it is acknowledged: much less than the window, so that nobody waits for it. */
const RECEIPT_BYTES = 64 * 1024;

/** A guess at what everything but the text takes in memory; it need not be right, only not 0. */
const NOTICE_BYTES = 100;

export function noticeBytes(notice: Notice): number {
  return NOTICE_BYTES + (notice.kind === 'said' ? notice.text.length : 0);
}

/** The sending end: counts what was sent and not yet acknowledged. */
export class OutgoingWindow {
  #onTheWay = 0;

  get isFull(): boolean {
    return this.#onTheWay >= ON_THE_WAY_MAX_BYTES;
  }

  sent(bytes: number): void {
    this.#onTheWay += bytes;
  }

  acknowledged(bytes: number): void {
    this.#onTheWay -= bytes;
  }
}

/** The hearing end: how much to acknowledge, and when. */
export class Receipts {
  #heard = 0;

  /** The bytes to acknowledge now; 0 while they are too few. */
  heard(bytes: number): number {
    this.#heard += bytes;
    if (this.#heard < RECEIPT_BYTES) return 0;
    const due = this.#heard;
    this.#heard = 0;
    return due;
  }
}

/**
 * Whether a place may read from its clients. It closes while another place has too much to hear yet:
 * then those who speak wait, in the kernel's buffers, and nobody's memory fills.
 */
export class Gate {
  #isOpen = true;
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens or closes it; who waits goes on when it opens. */
  set(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (!isOpen) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  /** Each waits at most once at a time: there are never more than there are clients. */
  whenOpen(goOn: () => void): void {
    this.#waiting.push(goOn);
  }
}
