import { ReplyVerifier } from '../../protocol/reply-verifier.ts';
import type { LoadPlan } from '../load-plan.ts';
import { type ClientContext, type ConnectedClient, FAILED_VERIFICATION } from './client-context.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import { MessageRing } from './message-ring.ts';

/** Messages that may be in flight on one connection when the load, not a depth, sets the pace. */
const IN_FLIGHT_MAX = 256;
const IN_FLIGHT_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Many messages on one connection. Says its first message as soon as it is connected, so that the
 * wait to be served shows as the time to the first reply; from then on the load loop decides.
 */
export class ConversationClient implements ConnectedClient, ConnectionEvents {
  readonly slot: number;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #number: number;
  readonly #verifier: ReplyVerifier;
  readonly #ring: MessageRing;
  readonly #intendedNs: Float64Array;
  readonly #sentNs: Float64Array;
  #connection: Connection | null = null;
  #connectStartNs = 0;
  #nextSequence = 0;
  /** Where message `#nextSequence` goes, and where the one is whose reply is due. */
  #nextSlot: number;
  #dueSlot: number;
  /** Messages before this one were handed to the connection. */
  #written = 0;
  /** Messages are gathered now, to be written together. */
  #gathering = false;
  #live = false;
  #blocked = false;
  #finished = false;

  constructor(slot: number, number: number, context: ClientContext) {
    const { workload } = context.plan;
    if (workload.kind !== 'conversation')
      throw new TypeError(`not a conversation: ${workload.kind}`);
    const room = messagesInFlightMax(context.plan.load, workload.payloadBytes);
    this.slot = slot;
    this.#number = number;
    this.#context = context;
    this.#ring = new MessageRing(room, workload.payloadBytes, number);
    this.#nextSlot = this.#slotOf(0);
    this.#dueSlot = this.#nextSlot;
    this.#intendedNs = new Float64Array(room);
    this.#sentNs = new Float64Array(room);
    this.#verifier = new ReplyVerifier(workload.payloadBytes, number);
  }

  get inFlight(): number {
    return this.#nextSequence - this.#verifier.sequence;
  }

  hasRoom(): boolean {
    return this.#live && !this.#blocked && this.inFlight < this.#ring.room;
  }

  open(): void {
    const { clock, recorder, carrier } = this.#context;
    this.#connectStartNs = clock();
    recorder.connectionAttempted();
    this.#connection = carrier.open(this);
  }

  send(intendedNs: number): void {
    const slot = this.#nextSlot;
    this.#ring.write(slot, this.#nextSequence);
    this.#intendedNs[slot] = intendedNs;
    this.#nextSequence += 1;
    this.#nextSlot = slot + 1 === this.#ring.room ? 0 : slot + 1;
    this.#context.recorder.sent(intendedNs);
    if (!this.#gathering) this.#write();
  }

  finish(nowNs: number): void {
    this.#finished = true;
    for (let sequence = this.#verifier.sequence; sequence < this.#nextSequence; sequence += 1) {
      const slot = this.#slotOf(sequence);
      const intendedNs = this.#intendedNs[slot] ?? 0;
      this.#context.recorder.unfinished(intendedNs, this.#sentNs[slot] ?? 0, nowNs);
    }
    this.#connection?.close();
  }

  connected(): void {
    const nowNs = this.#context.clock();
    this.#context.recorder.connectionEstablished(nowNs - this.#connectStartNs);
    this.opened = true;
    this.#live = true;
    this.send(nowNs);
  }

  received(chunk: Buffer, length: number): void {
    const nowNs = this.#context.clock();
    this.#gathering = true;
    let offset = 0;
    while (offset < length) {
      const sequence = this.#verifier.sequence;
      const next = this.inFlight === 0 ? -1 : this.#verifier.take(chunk, offset, length);
      if (next < 0) {
        this.#refuse(chunk, offset, length);
        return;
      }
      offset = next;
      if (this.#verifier.sequence !== sequence) this.#onReply(nowNs);
    }
    this.#gathering = false;
    if (this.#written < this.#nextSequence) this.#write();
  }

  drained(): void {
    this.#blocked = false;
    this.#writeRanges();
    if (this.#blocked) return;
    this.#gathering = true;
    this.#context.loop.onRoom(this, this.#context.clock());
    this.#gathering = false;
    this.#write();
  }

  ended(code: string): void {
    this.opened = true;
    this.#live = false;
    if (this.#finished) return;
    this.#finished = true;
    const { recorder, clock } = this.#context;
    const nowNs = clock();
    recorder.connectionEnded(code);
    recorder.clientEnded();
    for (let sequence = this.#verifier.sequence; sequence < this.#nextSequence; sequence += 1) {
      recorder.failed(code, this.#intendedNs[this.#slotOf(sequence)] ?? 0, nowNs);
    }
    this.#nextSequence = this.#verifier.sequence;
    this.#connection?.close();
  }

  #onReply(nowNs: number): void {
    const { recorder, loop } = this.#context;
    if (!this.served) {
      this.served = true;
      recorder.connectionServed(nowNs - this.#connectStartNs);
    }
    const slot = this.#dueSlot;
    this.#dueSlot = slot + 1 === this.#ring.room ? 0 : slot + 1;
    recorder.answered(this.#intendedNs[slot] ?? 0, this.#sentNs[slot] ?? 0, nowNs);
    // Once per reply, however many came glued: each makes room for one message.
    loop.onRoom(this, nowNs);
  }

  /** Hands over all that was gathered; the time it is handed over is when it was sent. */
  #write(): void {
    const nowNs = this.#context.clock();
    let slot = this.#slotOf(this.#written);
    for (let sequence = this.#written; sequence < this.#nextSequence; sequence += 1) {
      this.#sentNs[slot] = nowNs;
      slot = slot + 1 === this.#ring.room ? 0 : slot + 1;
    }
    if (!this.#blocked) this.#writeRanges();
  }

  /** One write for each stretch of neighbours: the ring's end parts them. */
  #writeRanges(): void {
    const ring = this.#ring;
    while (this.#written < this.#nextSequence && !this.#blocked && this.#connection !== null) {
      const slot = this.#slotOf(this.#written);
      const messages = Math.min(this.#nextSequence - this.#written, ring.room - slot);
      this.#written += messages;
      const bytes = ring.from(slot, messages);
      // Parted, they would come back parted, and batches would crumble with every turn of the ring.
      const more = this.#written < this.#nextSequence;
      this.#blocked = !this.#connection.write(bytes, messages * ring.messageBytes, more);
    }
  }

  /** The first message has the last slot, so that the full batches that follow need not be parted. */
  #slotOf(sequence: number): number {
    const { room } = this.#ring;
    return (sequence + room - 1) % room;
  }

  #refuse(chunk: Buffer, offset: number, length: number): void {
    const due = this.inFlight === 0 ? 'no reply' : `reply ${this.#verifier.sequence}`;
    const kind = this.#verifier.explain(chunk, offset, length);
    const heard = JSON.stringify(chunk.toString('latin1', offset, Math.min(length, offset + 40)));
    this.#context.reportMismatch(
      kind,
      `connection ${this.#number}: ${due} was due, a ${kind} one came: ${heard}`,
    );
    this.ended(FAILED_VERIFICATION);
  }
}

function messagesInFlightMax(load: LoadPlan['load'], payloadBytes: number): number {
  if (load.loop === 'closed') return load.depth;
  return Math.max(1, Math.min(IN_FLIGHT_MAX, Math.floor(IN_FLIGHT_MAX_BYTES / payloadBytes)));
}
