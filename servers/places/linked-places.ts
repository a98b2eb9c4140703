import type { Socket } from 'node:net';
import type { Notice } from '../services/service.ts';
import { Exchange, type Seat } from './exchange.ts';
import { ON_THE_WAY_MAX_BYTES } from './flow.ts';
import { Patience } from './patience.ts';
import { encodeLine, LineReader, type PlaceReport } from './place-lines.ts';

/**
 * The middle of places that block: each has a stream to here, and what comes by one leaves by all
 * others. It runs on the event loop of whoever accepts, which has little else to do.
 *
 * A place is welcomed when it says that it is ready: then it is told who is in which room, and
 * nothing is kept for one that is still starting. One that does not hear as fast as others speak is
 * waited for: with {@link ON_THE_WAY_MAX_BYTES} unsent to it, nobody is listened to until it has
 * them all, so that the speakers' own clients wait in the end. No slow client can cause that,
 * because a place never waits for its client. A place that hangs is given up (`patience.ts`).
 */
export class LinkedPlaces {
  disconnectedSlowReaders = 0;
  readonly #exchange = new Exchange();
  readonly #links = new Set<Socket>();
  /** Links whose place has too much to hear yet. */
  readonly #behind = new Set<Socket>();
  #lastNotice: Notice | null = null;
  #lastLine: Buffer = Buffer.alloc(0);

  /**
   * Our end of a place's stream. When the other end closes, its members are heard to leave.
   *
   * @param letGo lets the client of a place that hangs go, whose link is closed then
   */
  attach(link: Socket, letGo: () => void): void {
    const reports = new LineReader<PlaceReport>();
    const patience = new Patience(() => {
      letGo();
      link.destroy();
    });
    let seat: Seat | null = null;
    this.#links.add(link);
    link.on('data', (chunk: Buffer) => {
      for (const report of reports.push(chunk)) {
        if (report === 'ready') seat = this.#welcome(link, patience);
        else if (report === 'disconnected-slow-reader') this.disconnectedSlowReaders++;
        else if (report !== 'over') seat?.publish(report);
        else {
          seat?.leave();
          link.end();
        }
      }
    });
    link.on('error', () => {}); // its place has gone: `close` follows
    link.on('close', () => {
      this.#links.delete(link);
      patience.end();
      this.#caughtUp(link);
      seat?.leave();
    });
    if (this.#behind.size > 0) link.pause();
  }

  #welcome(link: Socket, patience: Patience): Seat {
    const seat = this.#exchange.enter((notice) => this.#tell(link, notice, patience));
    link.write(encodeLine({ kind: 'welcome', present: seat.present }));
    return seat;
  }

  #tell(link: Socket, notice: Notice, patience: Patience): void {
    link.write(this.#encodeOnce(notice));
    if (link.writableLength < ON_THE_WAY_MAX_BYTES || this.#behind.has(link)) return;
    this.#behind.add(link);
    patience.sent();
    link.once('drain', () => {
      patience.taken();
      this.#caughtUp(link);
    });
    for (const each of this.#links) each.pause();
  }

  #caughtUp(link: Socket): void {
    if (!this.#behind.delete(link) || this.#behind.size > 0) return;
    for (const each of this.#links) each.resume();
  }

  /** However many hear it, one after the other. */
  #encodeOnce(notice: Notice): Buffer {
    if (notice !== this.#lastNotice) {
      this.#lastNotice = notice;
      this.#lastLine = encodeLine(notice);
    }
    return this.#lastLine;
  }
}
