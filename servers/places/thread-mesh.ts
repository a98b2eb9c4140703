import type { MessagePort } from 'node:worker_threads';
import type { Notice } from '../services/service.ts';
import { Gate, noticeBytes, OutgoingWindow, Receipts } from './flow.ts';

/** What goes through a port: words for the clients there, or how many bytes of ours were heard. */
type PortMessage = Notice | number;

/**
 * The ports of one thread to every other: what its clients say goes straight there. A port keeps
 * the order, so each speaker's words arrive as they were said.
 *
 * A port has no bound. The one who can fill it is a client that speaks faster than another thread
 * hears; so that thread acknowledges what it heard, and here nobody is read while too much is on
 * its way ({@link gate}). Clients that do not read cannot fill it: a thread never waits for them.
 */
export class ThreadMesh {
  readonly gate = new Gate();
  readonly #neighbours: { readonly port: MessagePort; readonly window: OutgoingWindow }[] = [];

  connect(port: MessagePort, hear: (notice: Notice) => void): void {
    const window = new OutgoingWindow();
    const receipts = new Receipts();
    this.#neighbours.push({ port, window });
    port.on('message', (message: PortMessage) => {
      if (typeof message === 'number') {
        window.acknowledged(message);
        this.#adjust();
        return;
      }
      hear(message);
      const due = receipts.heard(noticeBytes(message));
      if (due > 0) port.postMessage(due);
    });
  }

  publish(notice: Notice): void {
    const bytes = noticeBytes(notice);
    for (const { port, window } of this.#neighbours) {
      port.postMessage(notice);
      window.sent(bytes);
    }
    this.#adjust();
  }

  close(): void {
    for (const { port } of this.#neighbours) port.close();
  }

  #adjust(): void {
    const isOpen = this.#neighbours.every(({ window }) => !window.isFull);
    if (isOpen !== this.gate.isOpen) this.gate.set(isOpen);
  }
}
