import { loadKoffi } from './libc.ts';

/**
 * Accepts on a listening descriptor while the event loop lives.
 *
 * libuv watches the descriptor (`uv_poll`) and accept is tried when it is ready. A blocked accept4
 * in a pool thread would do too, but it takes one of the four threads that `fs` and `dns` share,
 * it keeps `process.exit()` from returning for as long as it blocks, and a close that races with it
 * could accept on a recycled descriptor. Here all happens on one thread, and none of this can.
 */
export class AcceptQueue<Accepted> {
  static readonly PENDING_MAX = 1024;

  readonly #tryAccept: () => Accepted | null;
  readonly #fd: number;
  readonly #pending: PromiseWithResolvers<Accepted>[] = [];
  #handle: PollHandle | undefined;

  /** `tryAccept` must not block: it returns `null` when no connection waits, and throws on errors. */
  constructor(fd: number, tryAccept: () => Accepted | null) {
    this.#fd = fd;
    this.#tryAccept = tryAccept;
  }

  next(): Promise<Accepted> {
    const waiter = Promise.withResolvers<Accepted>();
    if (this.#pending.length >= AcceptQueue.PENDING_MAX) {
      waiter.reject(
        new RangeError(`${AcceptQueue.PENDING_MAX} accepts wait on this socket already`),
      );
      return waiter.promise;
    }
    this.#pending.push(waiter);
    if (this.#pending.length > 1) return waiter.promise;
    this.#serve();
    if (this.#pending.length === 0) return waiter.promise;
    try {
      this.#watch();
    } catch (error) {
      this.#pending.pop();
      waiter.reject(error);
    }
    return waiter.promise;
  }

  /** Ends the watch; whoever still waits gets `reason`. */
  close(reason: Error): void {
    this.#handle?.close();
    this.#handle = undefined;
    for (const waiter of this.#pending.splice(0)) waiter.reject(reason);
  }

  #watch(): void {
    // The callback comes from outside Node.js's own turn: a promise that is settled in it would not
    // continue until something else wakes the loop. In an immediate it does.
    const ready = () => setImmediate(() => this.#onReady());
    if (this.#handle === undefined)
      this.#handle = loadKoffi().node.poll(this.#fd, { readable: true }, ready);
    else this.#handle.start({ readable: true }, ready);
  }

  #onReady(): void {
    this.#serve();
    if (this.#pending.length === 0) this.#handle?.stop();
  }

  #serve(): void {
    for (;;) {
      const waiter = this.#pending[0];
      if (waiter === undefined) return;
      try {
        const accepted = this.#tryAccept();
        if (accepted === null) return;
        waiter.resolve(accepted);
      } catch (error) {
        waiter.reject(error);
      }
      this.#pending.shift();
    }
  }
}

type PollHandle = ReturnType<ReturnType<typeof loadKoffi>['node']['poll']>;
