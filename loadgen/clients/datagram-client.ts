import { createMessage, readSequence, writeSequence } from '../../protocol/message.ts';
import { type ClientContext, type ConnectedClient, FAILED_VERIFICATION } from './client-context.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import type { DatagramsInFlight } from './datagrams-in-flight.ts';
import type { LostDatagrams } from './lost-datagrams.ts';

/** What the datagram clients of a thread share. */
export interface DatagramBooks {
  readonly inFlight: DatagramsInFlight;
  readonly lost: LostDatagrams;
  /** The load is over: nothing more is to be sent. */
  readonly isClosed: boolean;
  /** Takes what has come, gives up what is overdue and settles all that is lost. */
  close(nowNs: number): void;
}

/**
 * Many messages on one socket that keeps no order and may lose them. A reply belongs to the message
 * whose sequence it bears. Who waits longer than the time-out is given up, which makes room for the
 * next message; what its reply is, should one come, is said in docs/decisions/0013-datagrams.md.
 */
export class DatagramClient implements ConnectedClient, ConnectionEvents {
  readonly slot: number;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #number: number;
  readonly #books: DatagramBooks;
  readonly #inFlight: DatagramsInFlight;
  readonly #troubles = new Set<string>();
  /** Cells from this one on hold no message of this client yet. */
  #filledCell: number;
  #connection: Connection | null = null;
  #openedNs = 0;
  #nextSequence = 0;
  /** Messages before this one were handed to the connection. */
  #unwritten = 0;
  /** Messages sent, not answered and not given up. */
  #waiting = 0;
  #highestAnswered = -1;
  /** The first message that belongs to the measurement; Infinity before there is one. */
  #firstMeasured = Number.POSITIVE_INFINITY;
  /** Datagrams that came together are being handled: what follows them leaves together. */
  #gathering = false;
  #gathered = 0;
  #receivedNs = 0;
  #live = false;
  #blocked = false;
  #finished = false;

  constructor(slot: number, number: number, context: ClientContext, books: DatagramBooks) {
    this.slot = slot;
    this.#number = number;
    this.#context = context;
    this.#books = books;
    this.#inFlight = books.inFlight;
    this.#filledCell = this.#inFlight.cellOf(slot, 0);
  }

  get inFlight(): number {
    return this.#waiting + this.#books.lost.countOf(this.slot);
  }

  get awaited(): number {
    return this.inFlight - this.#gathered;
  }

  hasRoom(): boolean {
    return this.#live && !this.#blocked && this.#waiting < this.#inFlight.slab.room;
  }

  open(): void {
    const { recorder, carrier, clock } = this.#context;
    this.#openedNs = clock();
    recorder.connectionAttempted();
    this.#connection = carrier.open(this);
  }

  send(intendedNs: number): void {
    const { slab } = this.#inFlight;
    let sequence = this.#nextSequence;
    let cell = this.#inFlight.cellOf(this.slot, sequence);
    // A message that waits long keeps its cell: the sequences that fall there are left out.
    while (this.#inFlight.sequenceIn(cell) >= 0) {
      sequence += 1;
      cell = this.#inFlight.cellOf(this.slot, sequence);
    }
    if (cell >= this.#filledCell) this.#fill(cell);
    slab.write(cell, sequence);
    slab.intendedNs[cell] = intendedNs;
    this.#inFlight.occupy(cell, sequence);
    this.#waiting += 1;
    this.#gathered += 1;
    this.#nextSequence = sequence + 1;
    const { recorder } = this.#context;
    recorder.sent(intendedNs);
    if (sequence < this.#firstMeasured && recorder.measures(intendedNs))
      this.#firstMeasured = sequence;
    if (!this.#gathering) this.#write();
  }

  receiveRest(): void {
    this.#finished = true;
    this.#connection?.receiveRest?.();
  }

  finish(nowNs: number): void {
    this.#finished = true;
    this.#books.close(nowNs);
    for (const { cell, sentNs } of this.#releaseAll(nowNs)) {
      const intendedNs = this.#inFlight.slab.intendedNs[cell] ?? 0;
      this.#context.recorder.unfinished(intendedNs, sentNs, nowNs);
    }
    this.#connection?.close();
  }

  /** The message in this cell had no reply within the time-out. */
  giveUp(cell: number, nowNs: number): void {
    const { slab } = this.#inFlight;
    const sequence = this.#inFlight.sequenceIn(cell);
    this.#books.lost.add(this.slot, sequence, slab.intendedNs[cell] ?? 0, slab.sentNs[cell] ?? 0);
    this.#waiting -= 1;
    this.#inFlight.release(cell, true);
    if (this.#finished || this.#books.isClosed) return;
    const { loop } = this.#context;
    if (loop.started) loop.onRoom(this, nowNs);
    else if (!this.served && this.hasRoom()) this.send(nowNs);
  }

  connected(): void {
    this.#context.recorder.connectionEstablished(null);
    this.opened = true;
    this.#live = true;
    this.send(this.#context.clock());
  }

  received(chunk: Buffer, length: number, start = 0): void {
    if (!this.#gathering) {
      this.#gathering = true;
      this.#receivedNs = this.#context.clock();
    }
    // Mostly replies keep their order: then there is nothing to read but what is compared anyway.
    let sequence = this.#highestAnswered + 1;
    let isReply = this.#isReplyTo(sequence, chunk, start, length);
    if (!isReply) {
      sequence = readSequence(chunk, start);
      isReply = this.#isReplyTo(sequence, chunk, start, length);
    }
    if (isReply) this.#onReply(sequence);
    else this.#onFurtherReply(chunk, start, length, sequence);
  }

  receivedAll(): void {
    this.#gathering = false;
    if (this.#live && this.#unwritten < this.#nextSequence) this.#write();
  }

  /** Which message it speaks of is not known: each waits for its reply or its time-out. */
  troubled(code: string): void {
    if (this.#troubles.has(code)) return;
    this.#troubles.add(code);
    this.#context.recorder.connectionTroubled(code);
  }

  drained(): void {
    this.#blocked = false;
    this.#write();
    if (!this.#blocked) this.#context.loop.onRoom(this, this.#context.clock());
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
    for (const { cell } of this.#releaseAll(nowNs)) {
      recorder.failed(code, this.#inFlight.slab.intendedNs[cell] ?? 0, nowNs);
    }
    this.#connection?.close();
  }

  /** Whether it answers a message in flight. */
  #isReplyTo(sequence: number, chunk: Buffer, start: number, length: number): boolean {
    const { slab } = this.#inFlight;
    if (sequence < 0 || length !== slab.messageBytes) return false;
    const cell = this.#inFlight.cellOf(this.slot, sequence);
    return (
      this.#inFlight.sequenceIn(cell) === sequence && slab.matches(cell, 0, chunk, start, length)
    );
  }

  #onReply(sequence: number): void {
    const { slab } = this.#inFlight;
    const cell = this.#inFlight.cellOf(this.slot, sequence);
    const { recorder, loop } = this.#context;
    const intendedNs = slab.intendedNs[cell] ?? 0;
    this.#waiting -= 1;
    this.#inFlight.release(cell, true);
    recorder.answeredIn(slab, cell, this.#receivedNs);
    this.#onAnswered(sequence, intendedNs);
    if (!this.#finished) loop.onRoom(this, this.#receivedNs);
  }

  #onAnswered(sequence: number, intendedNs: number): void {
    const { recorder } = this.#context;
    if (!this.served) {
      this.served = true;
      recorder.connectionServed(this.#receivedNs - this.#openedNs);
    }
    if (sequence > this.#highestAnswered) this.#highestAnswered = sequence;
    else recorder.reordered(intendedNs);
  }

  /** To a message that is not in flight any more, or to none of this client's. */
  #onFurtherReply(chunk: Buffer, start: number, length: number, sequence: number): void {
    const wasSent = sequence >= 0 && sequence < this.#unwritten;
    if (!wasSent || !this.#isMessage(sequence, chunk.subarray(start, start + length))) {
      this.#refuse(chunk.subarray(start, start + length));
      return;
    }
    const settled = this.#books.lost.reply(this.slot, sequence, this.#receivedNs);
    if (typeof settled === 'number') this.#onAnswered(sequence, settled);
    else if (settled === 'duplicated' && sequence >= this.#firstMeasured)
      this.#context.recorder.duplicated();
  }

  #isMessage(sequence: number, bytes: Buffer): boolean {
    const message = createMessage(this.#inFlight.slab.messageBytes, this.#number);
    writeSequence(message, sequence);
    return message.equals(bytes);
  }

  #refuse(bytes: Buffer): void {
    const heard = JSON.stringify(bytes.toString('latin1', 0, 40));
    this.#context.reportMismatch(
      'corrupt',
      `connection ${this.#number}: a datagram of ${bytes.length} bytes came that answers none of its messages: ${heard}`,
    );
    this.ended(FAILED_VERIFICATION);
  }

  /** Hands over all that was gathered; the time it is handed over is when it was sent. */
  #write(): void {
    const { messageBytes, bytes } = this.#inFlight.slab;
    const nowNs = this.#context.clock();
    while (this.#unwritten < this.#nextSequence && !this.#blocked && this.#connection !== null) {
      const sequence = this.#unwritten;
      const cell = this.#inFlight.cellOf(this.slot, sequence);
      this.#unwritten += 1;
      if (this.#inFlight.sequenceIn(cell) !== sequence) continue; // left out
      this.#inFlight.send(cell, nowNs);
      this.#gathered -= 1;
      const start = cell * messageBytes;
      const more = this.#unwritten < this.#nextSequence;
      this.#blocked = !this.#connection.write(bytes, start, start + messageBytes, more);
    }
  }

  /** Cells come into use in order. */
  #fill(cell: number): void {
    this.#inFlight.slab.fill(cell, this.#number);
    this.#filledCell = cell + 1;
  }

  /** Empties this client's cells; a message that never left is sent now, as far as times go. */
  *#releaseAll(nowNs: number): Iterable<{ cell: number; sentNs: number }> {
    const { room, sentNs } = this.#inFlight.slab;
    const first = this.#inFlight.cellOf(this.slot, 0);
    for (let cell = first; cell < first + room && this.#waiting > 0; cell += 1) {
      const sequence = this.#inFlight.sequenceIn(cell);
      if (sequence < 0) continue;
      const isSent = sequence < this.#unwritten;
      this.#inFlight.release(cell, isSent);
      this.#waiting -= 1;
      yield { cell, sentNs: isSent ? (sentNs[cell] ?? 0) : nowNs };
    }
  }
}
