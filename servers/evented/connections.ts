import type { Server, Socket } from 'node:net';

/** Longest wait for clients to take what was already written to them, milliseconds. */
const FLUSH_TIMEOUT_MS = 250;

/**
 * Remembers the connections of a server, and how many there were and were thrown out. `end` stops accepting, gives each
 * connection's unsent bytes a bounded time to leave, and closes it; it never takes longer than
 * {@link FLUSH_TIMEOUT_MS}, whatever the clients do.
 */
export class Connections {
  accepted = 0;
  /** Clients that read too little of what they were told. */
  disconnectedSlowReaders = 0;
  readonly #open = new Set<Socket>();
  #whenEmpty: (() => void) | null = null;

  add(socket: Socket): void {
    this.accepted++;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      if (this.#open.size === 0) this.#whenEmpty?.();
    });
  }

  async end(server: Server | null): Promise<void> {
    server?.close();
    if (this.#open.size === 0) return;
    for (const socket of this.#open) socket.pause().destroySoon();
    const closed = Promise.withResolvers<void>();
    this.#whenEmpty = closed.resolve;
    const timer = setTimeout(closed.resolve, FLUSH_TIMEOUT_MS);
    await closed.promise;
    clearTimeout(timer);
    for (const socket of this.#open) socket.destroy();
  }
}
