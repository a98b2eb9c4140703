import type { Socket } from 'node:net';
import { type ClientContext, FAILED_VERIFICATION, type SocketClient } from './client-context.ts';
import { openConnection } from './connect.ts';

/** After a failure a client waits before it is ready again, or a refusing server would spin it. */
const RECOVERY_MS = 10;

/** What a connection for one exchange hears. */
export interface Exchange {
  /** Said when connected; null for a server that speaks first. */
  readonly request: Buffer | null;
  /** `done` when the exchange is complete; `refused` when a wrong byte came. */
  receive(chunk: Buffer, length: number): 'more' | 'done' | 'refused';
  /** The server hung up in good order: is that how this exchange ends? */
  endOfStream(): 'done' | 'refused' | 'early';
  explain(): { kind: 'corrupt' | 'duplicated' | 'reordered'; message: string };
}

/**
 * One connection per message: connect, exchange, close; again and again. The message starts with
 * the call to connect, so its times hold the price of a new connection.
 */
export class OneShotClient implements SocketClient {
  readonly slot: number;
  readonly opened = true;
  served = false;
  readonly #context: ClientContext;
  readonly #createExchange: () => Exchange;
  #socket: Socket | null = null;
  #recovery: NodeJS.Timeout | null = null;
  #intendedNs = 0;
  #sentNs = 0;
  #finished = false;

  constructor(slot: number, context: ClientContext, createExchange: () => Exchange) {
    this.slot = slot;
    this.#context = context;
    this.#createExchange = createExchange;
  }

  get inFlight(): number {
    return this.#socket === null ? 0 : 1;
  }

  hasRoom(): boolean {
    return this.#socket === null && this.#recovery === null && !this.#finished;
  }

  open(): void {}

  send(intendedNs: number): void {
    const { clock, recorder, plan } = this.#context;
    const exchange = this.#createExchange();
    this.#intendedNs = intendedNs;
    this.#sentNs = clock();
    recorder.sent(intendedNs);
    recorder.connectionAttempted();
    const socket = openConnection(plan.target, {
      connected: () => {
        recorder.connectionEstablished(clock() - this.#sentNs);
        if (exchange.request !== null) socket.write(exchange.request);
      },
      received: (chunk, length) => {
        if (this.#socket === socket) this.#settle(exchange, exchange.receive(chunk, length), '');
      },
      drained: () => {},
      ended: (code) => {
        if (this.#socket !== socket) return;
        const outcome = code === 'END_OF_STREAM' ? exchange.endOfStream() : 'early';
        this.#settle(exchange, outcome, code);
      },
    });
    this.#socket = socket;
  }

  finish(nowNs: number): void {
    this.#finished = true;
    if (this.#recovery !== null) clearTimeout(this.#recovery);
    if (this.#socket === null) return;
    this.#context.recorder.unfinished(this.#intendedNs, this.#sentNs, nowNs);
    this.#close();
  }

  #settle(exchange: Exchange, outcome: 'more' | 'done' | 'refused' | 'early', code: string): void {
    if (outcome === 'more') return;
    this.#close();
    if (outcome === 'done') this.#onDone();
    else if (outcome === 'refused') this.#onRefused(exchange);
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

  #onRefused(exchange: Exchange): void {
    const { clock, recorder, reportMismatch } = this.#context;
    const { kind, message } = exchange.explain();
    reportMismatch(kind, message);
    recorder.failed(FAILED_VERIFICATION, this.#intendedNs, clock());
    this.#finished = true;
  }

  #onFailed(code: string): void {
    const { clock, recorder, loop } = this.#context;
    recorder.connectionEnded(code);
    recorder.failed(code, this.#intendedNs, clock());
    this.#recovery = setTimeout(() => {
      this.#recovery = null;
      loop.onRoom(this, clock());
    }, RECOVERY_MS);
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
  }
}
