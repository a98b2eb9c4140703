import type { Socket } from 'node:net';
import { createMessage, writeSequence } from '../../protocol/message.ts';
import { ReplyVerifier } from '../../protocol/reply-verifier.ts';
import { type ClientContext, FAILED_VERIFICATION, type SocketClient } from './client-context.ts';
import { openConnection } from './connect.ts';

/** Messages that may be in flight on one connection when the load, not a depth, sets the pace. */
const IN_FLIGHT_MAX = 256;
const IN_FLIGHT_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Many messages on one connection. Says its first message as soon as it is connected, so that the
 * wait to be served shows as the time to the first reply; from then on the load loop decides.
 */
export class ConversationClient implements SocketClient {
  readonly slot: number;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #connection: number;
  readonly #verifier: ReplyVerifier;
  /** One buffer per message in flight: a buffer must stay as it is until the kernel took it. */
  readonly #messages: Buffer[];
  readonly #intendedNs: Float64Array;
  readonly #sentNs: Float64Array;
  #socket: Socket | null = null;
  #connectStartNs = 0;
  #nextSequence = 0;
  #live = false;
  #blocked = false;
  #finished = false;

  constructor(slot: number, connection: number, context: ClientContext) {
    this.slot = slot;
    this.#connection = connection;
    this.#context = context;
    const { workload, load } = context.plan;
    if (workload.kind !== 'conversation')
      throw new TypeError(`not a conversation: ${workload.kind}`);
    const { payloadBytes } = workload;
    const room =
      load.loop === 'closed'
        ? load.depth
        : Math.max(1, Math.min(IN_FLIGHT_MAX, Math.floor(IN_FLIGHT_MAX_BYTES / payloadBytes)));
    this.#messages = Array.from({ length: room }, () => createMessage(payloadBytes, connection));
    this.#intendedNs = new Float64Array(room);
    this.#sentNs = new Float64Array(room);
    this.#verifier = new ReplyVerifier(payloadBytes, connection);
  }

  get inFlight(): number {
    return this.#nextSequence - this.#verifier.sequence;
  }

  hasRoom(): boolean {
    return this.#live && !this.#blocked && this.inFlight < this.#messages.length;
  }

  open(): void {
    const { clock, recorder, plan } = this.#context;
    this.#connectStartNs = clock();
    recorder.connectionAttempted();
    this.#socket = openConnection(plan.target, {
      connected: () => this.#onConnected(),
      received: (chunk, length) => this.#onReceived(chunk, length),
      drained: () => this.#onDrained(),
      ended: (code) => this.#onEnded(code),
    });
  }

  send(intendedNs: number): void {
    const slot = this.#nextSequence % this.#messages.length;
    const message = this.#messages[slot];
    if (message === undefined || this.#socket === null) throw new Error('sent without room');
    writeSequence(message, this.#nextSequence);
    this.#nextSequence += 1;
    this.#intendedNs[slot] = intendedNs;
    this.#sentNs[slot] = this.#context.clock();
    this.#context.recorder.sent(intendedNs);
    this.#blocked = !this.#socket.write(message);
  }

  finish(nowNs: number): void {
    this.#finished = true;
    for (let sequence = this.#verifier.sequence; sequence < this.#nextSequence; sequence += 1) {
      const slot = sequence % this.#messages.length;
      const intendedNs = this.#intendedNs[slot] ?? 0;
      this.#context.recorder.unfinished(intendedNs, this.#sentNs[slot] ?? 0, nowNs);
    }
    this.#socket?.destroy();
  }

  #onConnected(): void {
    const nowNs = this.#context.clock();
    this.#context.recorder.connectionEstablished(nowNs - this.#connectStartNs);
    this.opened = true;
    this.#live = true;
    this.send(nowNs);
  }

  #onReceived(chunk: Buffer, length: number): void {
    if (this.#finished) return;
    const nowNs = this.#context.clock();
    let offset = 0;
    while (offset < length) {
      const sequence = this.#verifier.sequence;
      const next = this.inFlight === 0 ? -1 : this.#verifier.take(chunk, offset, length);
      if (next < 0) {
        this.#refuse(chunk, offset, length);
        return;
      }
      offset = next;
      if (this.#verifier.sequence !== sequence) this.#onReply(sequence, nowNs);
    }
  }

  #onReply(sequence: number, nowNs: number): void {
    const { recorder, loop } = this.#context;
    if (!this.served) {
      this.served = true;
      recorder.connectionServed(nowNs - this.#connectStartNs);
    }
    const slot = sequence % this.#messages.length;
    recorder.answered(this.#intendedNs[slot] ?? 0, this.#sentNs[slot] ?? 0, nowNs);
    // Once per reply, however many came glued: each makes room for one message.
    loop.onRoom(this, nowNs);
  }

  #refuse(chunk: Buffer, offset: number, length: number): void {
    const due = this.inFlight === 0 ? 'no reply' : `reply ${this.#verifier.sequence}`;
    const kind = this.#verifier.explain(chunk, offset, length);
    const heard = JSON.stringify(chunk.toString('latin1', offset, Math.min(length, offset + 40)));
    this.#context.reportMismatch(
      kind,
      `connection ${this.#connection}: ${due} was due, a ${kind} one came: ${heard}`,
    );
    this.#onEnded(FAILED_VERIFICATION);
  }

  #onDrained(): void {
    this.#blocked = false;
    this.#context.loop.onRoom(this, this.#context.clock());
  }

  #onEnded(code: string): void {
    this.opened = true;
    this.#live = false;
    if (this.#finished) return;
    this.#finished = true;
    const { recorder, clock } = this.#context;
    const nowNs = clock();
    recorder.connectionEnded(code);
    recorder.clientEnded();
    for (let sequence = this.#verifier.sequence; sequence < this.#nextSequence; sequence += 1) {
      recorder.failed(code, this.#intendedNs[sequence % this.#messages.length] ?? 0, nowNs);
    }
    this.#nextSequence = this.#verifier.sequence;
    this.#socket?.destroy();
  }
}
