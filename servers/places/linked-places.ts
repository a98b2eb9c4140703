import type { Socket } from 'node:net';
import type { Notice } from '../services/service.ts';
import { Exchange, type Seat } from './exchange.ts';
import { ON_THE_WAY_MAX_BYTES } from './flow.ts';
import { encodeLine, LineReader, type PlaceReport } from './place-lines.ts';

/** A place that has not caught up by then is stuck, milliseconds: it must not hold all others up. */
const CATCH_UP_MAX_MS = 10_000;

/**
 * The middle of places that block: each has a stream to here, and what comes by one leaves by all
 * others. It runs on the event loop of whoever accepts, which has little else to do.
 *
 * A place is welcomed when it says that it is ready: then it is told who is in which room, and
 * nothing is kept for one that is still starting. One that does not hear as fast as others speak is
 * waited for: with {@link ON_THE_WAY_MAX_BYTES} unsent to it, nobody is listened to until it has
 * them all, so that the speakers' own clients wait in the end. No slow client can cause that,
 * because a place never waits for its client.
 */
export class LinkedPlaces {
  disconnectedSlowReaders = 0;
  readonly #exchange = new Exchange();
  readonly #links = new Set<Socket>();
  /** Links whose place has too much to hear yet, and when patience with it ends. */
  readonly #behind = new Map<Socket, NodeJS.Timeout>();
  #lastNotice: Notice | null = null;
  #lastLine: Buffer = Buffer.alloc(0);

  /** Our end of a place's stream. When the other end closes, its members are heard to leave. */
  attach(link: Socket): void {
    const reports = new LineReader<PlaceReport>();
    let seat: Seat | null = null;
    this.#links.add(link);
    link.on('data', (chunk: Buffer) => {
      for (const report of reports.push(chunk)) {
        if (report === 'ready') seat = this.#welcome(link);
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
      this.#caughtUp(link);
      seat?.leave();
    });
    if (this.#behind.size > 0) link.pause();
  }

  #welcome(link: Socket): Seat {
    const seat = this.#exchange.enter((notice) => this.#tell(link, notice));
    link.write(encodeLine({ kind: 'welcome', present: seat.present }));
    return seat;
  }

  #tell(link: Socket, notice: Notice): void {
    link.write(this.#encodeOnce(notice));
    if (link.writableLength < ON_THE_WAY_MAX_BYTES || this.#behind.has(link)) return;
    const patience = setTimeout(() => link.destroy(), CATCH_UP_MAX_MS);
    this.#behind.set(link, patience);
    link.once('drain', () => this.#caughtUp(link));
    for (const each of this.#links) each.pause();
  }

  #caughtUp(link: Socket): void {
    clearTimeout(this.#behind.get(link));
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
