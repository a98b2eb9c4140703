import type { Exchange } from '../exchanges/exchange.ts';
import { type ClientContext, type ConnectedClient, FAILED_VERIFICATION } from './client-context.ts';
import type { Connection, ConnectionEvents } from './connection.ts';

/** After a failure a client waits before it is ready again, or a refusing server would spin it. */
const RECOVERY_NS = 10_000_000;

/**
 * One connection per message: connect, exchange, close; again and again. The message starts with
 * the call to connect, so its times hold the price of a new connection.
 */
export class OneShotClient implements ConnectedClient, ConnectionEvents {
  readonly slot: number;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #createExchange: () => Exchange;
  #exchange: Exchange | null = null;
  #connection: Connection | null = null;
  #recovering = false;
  #failedBefore = false;
  #intendedNs = 0;
  #sentNs = 0;
  #finished = false;

  constructor(slot: number, context: ClientContext, createExchange: () => Exchange) {
    this.slot = slot;
    this.#context = context;
    this.#createExchange = createExchange;
  }

  get inFlight(): number {
    return this.#connection === null ? 0 : 1;
  }

  hasRoom(): boolean {
    return this.#connection === null && !this.#recovering && !this.#finished;
  }

  /** A first exchange before the load starts: what the first client costs shows in its own time. */
  open(): void {
    this.send(this.#context.clock());
  }

  send(intendedNs: number): void {
    const { clock, recorder, carrier } = this.#context;
    this.#exchange = this.#createExchange();
    this.#intendedNs = intendedNs;
    this.#sentNs = clock();
    recorder.sent(intendedNs);
    recorder.connectionAttempted();
    this.#connection = carrier.open(this);
  }

  finish(nowNs: number): void {
    this.#finished = true;
    if (this.#connection === null) return;
    this.#context.recorder.unfinished(this.#intendedNs, this.#sentNs, nowNs);
    this.#close();
  }

  connected(): void {
    const { clock, recorder } = this.#context;
    recorder.connectionEstablished(clock() - this.#sentNs);
    this.opened = true;
    const request = this.#exchange?.request ?? null;
    if (request !== null) this.#connection?.write(request, 0, request.length, false);
  }

  received(chunk: Buffer, length: number): void {
    if (this.#exchange !== null) this.#settle(this.#exchange.receive(chunk, length), '');
  }

  drained(): void {}

  ended(code: string): void {
    if (this.#exchange === null) return;
    const outcome = code === 'END_OF_STREAM' ? this.#exchange.endOfStream() : 'early';
    this.#settle(outcome, code);
  }

  #settle(outcome: 'more' | 'done' | 'refused' | 'early', code: string): void {
    if (outcome === 'more') return;
    this.#close();
    if (outcome === 'done') this.#onDone();
    else if (outcome === 'refused') this.#onRefused();
    else this.#onFailed(code);
  }

  #onDone(): void {
    const { clock, recorder, loop } = this.#context;
    const nowNs = clock();
    this.served = true;
    recorder.connectionServed(nowNs - this.#sentNs);
    recorder.answered(this.#intendedNs, this.#sentNs, nowNs);
    loop.onRoom(this, nowNs);
  }

  #onRefused(): void {
    const { clock, recorder, reportMismatch } = this.#context;
    const explained = this.#exchange?.explain();
    if (explained !== undefined) reportMismatch(explained.kind, explained.message);
    recorder.failed(FAILED_VERIFICATION, this.#intendedNs, clock());
    this.#finished = true;
  }

  #onFailed(code: string): void {
    const { clock, recorder, loop, carrier } = this.#context;
    // Nobody need wait for this client's first reply any longer.
    if (!this.served && !this.#failedBefore) recorder.clientEnded();
    this.#failedBefore = true;
    this.opened = true;
    recorder.connectionEnded(code);
    recorder.failed(code, this.#intendedNs, clock());
    this.#recovering = true;
    carrier.later(RECOVERY_NS, () => {
      this.#recovering = false;
      if (!this.#finished) loop.onRoom(this, clock());
    });
  }

  #close(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }
}
