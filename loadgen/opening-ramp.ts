import type { Load } from '../results/trial.ts';

/**
 * How fast connections are opened when nobody says: 10,000 in 1.25 s. A server that accepts that
 * fast never has a full listen queue; all at once, they overflow every queue there is.
 */
const DEFAULT_PER_SEC = 8_000;
/** Connections that may be on their way to be established, over all threads. */
const CONNECTING_MAX = 256;
/** Connections that may wait for their first reply, over all threads: half a queue of 511. */
const WAITING_MAX = 256;
/** Who was served no one for this long serves no one else soon: waiting for it is in vain. */
const STALLED_NS = 250_000_000;
/** The pace then, as a share of what it was: the server may be slow, or never serve a second. */
const STALLED_SHARE = 0.1;
/** A thread that comes late opens no more than this makes at once. */
const BURST_NS = 10_000_000;

/** How far a thread's clients have come. */
export interface OpeningState {
  /** Not begun. */
  readonly unopened: number;
  /** Begun, and not established yet. */
  readonly connecting: number;
  /** Begun, and neither answered nor ended: they may all be in the server's listen queue. */
  readonly waiting: number;
  /** Had a reply; only ever grows. */
  readonly served: number;
}

/**
 * The pace at which one thread opens its connections. A queue that is full drops the client's SYN,
 * which is sent again a second later (RFC 6298, 2.1; listen(2)): that second says nothing about the
 * server. So the pace is steady, and unless it was asked for by number, it yields to a server that
 * is behind: from `WAITING_MAX` unanswered clients on, one is opened for each that is served.
 */
export class OpeningRamp {
  readonly #perNs: number;
  readonly #yields: boolean;
  readonly #connectingMax: number;
  readonly #waitingMax: number;
  #credit = 0;
  #lastNs = Number.NEGATIVE_INFINITY;
  #served = 0;
  #servedNs = Number.NEGATIVE_INFINITY;

  constructor({ rampPerSec }: Pick<Load, 'rampPerSec'>, threads: number) {
    this.#perNs = (rampPerSec ?? DEFAULT_PER_SEC) / threads / 1e9;
    this.#yields = rampPerSec === undefined;
    this.#connectingMax = Math.max(1, Math.floor(CONNECTING_MAX / threads));
    this.#waitingMax = Math.max(1, Math.floor(WAITING_MAX / threads));
  }

  /** How many connections to open now. `nowNs` never goes back. */
  take(nowNs: number, { unopened, connecting, waiting, served }: OpeningState): number {
    if (served > this.#served || this.#servedNs === Number.NEGATIVE_INFINITY) {
      this.#served = served;
      this.#servedNs = nowNs;
    }
    const isBehind = this.#yields && waiting >= this.#waitingMax;
    const isStalled = isBehind && nowNs - this.#servedNs >= STALLED_NS;
    this.#earn(nowNs, isStalled ? STALLED_SHARE : 1);
    const room = this.#yields && !isStalled ? this.#waitingMax - waiting : unopened;
    const count = Math.min(
      Math.floor(this.#credit),
      unopened,
      Math.max(0, room),
      Math.max(0, this.#connectingMax - connecting),
    );
    this.#credit -= count;
    return count;
  }

  #earn(nowNs: number, share: number): void {
    const most = Math.max(1, BURST_NS * this.#perNs);
    const earned = (nowNs - this.#lastNs) * this.#perNs * share;
    this.#credit = Math.min(most, this.#credit + earned);
    this.#lastNs = nowNs;
  }
}

/** How long opening all connections takes at least, over all threads. */
export function openingNs({ connections, rampPerSec }: Load): number {
  return (connections / (rampPerSec ?? DEFAULT_PER_SEC)) * 1e9;
}
