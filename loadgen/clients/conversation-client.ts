import { ReplyVerifier } from '../../protocol/reply-verifier.ts';
import { type ClientContext, type ConnectedClient, FAILED_VERIFICATION } from './client-context.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import type { MessageSlab } from './message-slab.ts';

/** Streams keep their order: what comes too early shows that something before it was left out. */
const HEARD_INSTEAD = {
  corrupt: 'a corrupt one',
  duplicated: 'a duplicated one',
  reordered: 'a later one (one was left out, or overtaken)',
} as const;

/**
 * Many messages on one connection. Says its first message as soon as it is connected, so that the
 * wait to be served shows as the time to the first reply; from then on the load loop decides. A
 * reply must be, byte by byte, the oldest message in flight: it lies in the slab until then.
 */
export class ConversationClient implements ConnectedClient, ConnectionEvents {
  readonly slot: number;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #number: number;
  readonly #slab: MessageSlab;
  /** This client's cells in the slab, and how many of them have been used. */
  readonly #firstCell: number;
  readonly #endCell: number;
  #filledCell: number;
  #connection: Connection | null = null;
  #connectStartNs = 0;
  #nextSequence = 0;
  #nextCell: number;
  /** The reply that is due: its sequence, its message's cell, and how much of it has come. */
  #dueSequence = 0;
  #dueCell: number;
  #dueMatched = 0;
  /** Messages before this one were handed to the connection; its cell. */
  #unwritten = 0;
  #unwrittenCell: number;
  /** Messages are gathered now, to be written together. */
  #gathering = false;
  #live = false;
  #blocked = false;
  #finished = false;

  constructor(slot: number, number: number, context: ClientContext, slab: MessageSlab) {
    this.slot = slot;
    this.#number = number;
    this.#context = context;
    this.#slab = slab;
    this.#firstCell = slot * slab.room;
    this.#endCell = this.#firstCell + slab.room;
    this.#filledCell = this.#firstCell;
    this.#nextCell = this.#firstCell;
    this.#dueCell = this.#firstCell;
    this.#unwrittenCell = this.#firstCell;
  }

  get inFlight(): number {
    return this.#nextSequence - this.#dueSequence;
  }

  hasRoom(): boolean {
    return this.#live && !this.#blocked && this.inFlight < this.#slab.room;
  }

  open(): void {
    const { clock, recorder, carrier } = this.#context;
    this.#connectStartNs = clock();
    recorder.connectionAttempted();
    this.#connection = carrier.open(this);
  }

  send(intendedNs: number): void {
    // With nothing in flight the first cells are free: they are in the cache.
    if (this.#nextSequence === this.#dueSequence) this.#rewind();
    const cell = this.#nextCell;
    if (cell === this.#filledCell) this.#fill(cell);
    this.#slab.write(cell, this.#nextSequence);
    this.#slab.intendedNs[cell] = intendedNs;
    this.#nextSequence += 1;
    this.#nextCell = this.#cellAfter(cell);
    this.#context.recorder.sent(intendedNs);
    if (!this.#gathering) this.#write();
  }

  finish(nowNs: number): void {
    this.#finished = true;
    const { intendedNs, sentNs } = this.#slab;
    for (const cell of this.#cellsInFlight()) {
      this.#context.recorder.unfinished(intendedNs[cell] ?? 0, sentNs[cell] ?? 0, nowNs);
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
    const slab = this.#slab;
    this.#gathering = true;
    let offset = 0;
    while (offset < length) {
      const matched = this.#dueMatched;
      const fresh = Math.min(length - offset, slab.messageBytes - matched);
      if (this.inFlight === 0 || !slab.matches(this.#dueCell, matched, chunk, offset, fresh)) {
        this.#refuse(chunk, offset, length);
        return;
      }
      offset += fresh;
      this.#dueMatched = matched + fresh;
      if (this.#dueMatched === slab.messageBytes) this.#onReply(nowNs);
    }
    this.#gathering = false;
    if (this.#unwritten < this.#nextSequence) this.#write();
  }

  drained(): void {
    this.#blocked = false;
    this.#writeStretches();
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
    for (const cell of this.#cellsInFlight()) {
      recorder.failed(code, this.#slab.intendedNs[cell] ?? 0, nowNs);
    }
    this.#nextSequence = this.#dueSequence;
    this.#connection?.close();
  }

  #onReply(nowNs: number): void {
    const { recorder, loop } = this.#context;
    if (!this.served) {
      this.served = true;
      recorder.connectionServed(nowNs - this.#connectStartNs);
    }
    const cell = this.#dueCell;
    this.#dueMatched = 0;
    this.#dueSequence += 1;
    this.#dueCell = this.#cellAfter(cell);
    recorder.answeredIn(this.#slab, cell, nowNs);
    // Once per reply, however many came glued: each makes room for one message.
    loop.onRoom(this, nowNs);
  }

  /** Hands over all that was gathered; the time it is handed over is when it was sent. */
  #write(): void {
    const nowNs = this.#context.clock();
    let cell = this.#unwrittenCell;
    for (let sequence = this.#unwritten; sequence < this.#nextSequence; sequence += 1) {
      this.#slab.sentNs[cell] = nowNs;
      cell = this.#cellAfter(cell);
    }
    if (!this.#blocked) this.#writeStretches();
  }

  /** One write for each stretch of neighbours: the end of this client's cells parts them. */
  #writeStretches(): void {
    const { bytes, messageBytes } = this.#slab;
    while (this.#unwritten < this.#nextSequence && !this.#blocked && this.#connection !== null) {
      const cell = this.#unwrittenCell;
      const messages = Math.min(this.#nextSequence - this.#unwritten, this.#endCell - cell);
      this.#unwritten += messages;
      this.#unwrittenCell = cell + messages === this.#endCell ? this.#firstCell : cell + messages;
      const start = cell * messageBytes;
      // Parted, they would come back parted, and batches would crumble from turn to turn.
      const more = this.#unwritten < this.#nextSequence;
      const end = start + messages * messageBytes;
      this.#blocked = !this.#connection.write(bytes, start, end, more);
    }
  }

  #rewind(): void {
    this.#nextCell = this.#firstCell;
    this.#dueCell = this.#firstCell;
    this.#unwrittenCell = this.#firstCell;
  }

  /** Cells come into use in order. */
  #fill(cell: number): void {
    this.#slab.fill(cell, this.#number);
    this.#filledCell = cell + 1;
  }

  #cellAfter(cell: number): number {
    return cell + 1 === this.#endCell ? this.#firstCell : cell + 1;
  }

  *#cellsInFlight(): Iterable<number> {
    let cell = this.#dueCell;
    for (let messages = this.inFlight; messages > 0; messages -= 1) {
      yield cell;
      cell = this.#cellAfter(cell);
    }
  }

  #refuse(chunk: Buffer, offset: number, length: number): void {
    const due = this.inFlight === 0 ? 'no reply' : `reply ${this.#dueSequence}`;
    const kind = this.#explain(chunk, offset, length);
    const heard = JSON.stringify(chunk.toString('latin1', offset, Math.min(length, offset + 40)));
    this.#context.reportMismatch(
      kind,
      `connection ${this.#number}: ${due} was due, ${HEARD_INSTEAD[kind]} came: ${heard}`,
    );
    this.ended(FAILED_VERIFICATION);
  }

  /** Names what came instead: the reply as far as it was right, and what followed. */
  #explain(chunk: Buffer, offset: number, length: number) {
    const { bytes, messageBytes } = this.#slab;
    const start = this.#dueCell * messageBytes;
    const right = bytes.subarray(start, start + this.#dueMatched);
    const heard = Buffer.concat([right, chunk.subarray(offset, length)]);
    const verifier = new ReplyVerifier(messageBytes, this.#number);
    verifier.sequence = this.#dueSequence;
    return verifier.explain(heard, 0, heard.length);
  }
}
