import type { Notice } from '../services/service.ts';
import { Gate, noticeBytes, OutgoingWindow } from './flow.ts';

/**
 * A worker process's way to the clients of the others: through the primary, which passes on what it
 * is sent in the order in which it came. Neither end of that channel has a bound: the primary says
 * how much it has passed on, and no client is read while too much is on its way ({@link gate}).
 */
export class PrimaryLink {
  readonly gate = new Gate();
  readonly #send: (notice: Notice) => void;
  readonly #window = new OutgoingWindow();

  constructor(send: (notice: Notice) => void) {
    this.#send = send;
  }

  publish(notice: Notice): void {
    this.#send(notice);
    this.#window.sent(noticeBytes(notice));
    this.#adjust();
  }

  passed(bytes: number): void {
    this.#window.acknowledged(bytes);
    this.#adjust();
  }

  #adjust(): void {
    const isOpen = !this.#window.isFull;
    if (isOpen !== this.gate.isOpen) this.gate.set(isOpen);
  }
}
