import { readHeader } from '../../protocol/message.ts';
import { type ClientContext, FAILED_VERIFICATION } from '../clients/client-context.ts';
import { DeliveryChecker, type DeliveryFault, type TextOrigin } from './delivery-checker.ts';
import type { DeliveryRecorder } from './delivery-recorder.ts';
import type { FrameCutter } from './frame-cutter.ts';
import type { SaidHeader } from './said-header.ts';
import { SaidMessages, textOf } from './said-messages.ts';
import type { ChatWorkload } from './seats.ts';

/** After a gap: time for the missing message to show that it is not lost but late, and told so. */
const GAP_WAIT_NS = 100_000_000;
/** A message begins its text with its sequence and its speaker's number; the byte ends the header. */
const HEADER_PROBE_BYTES = 17;

/** What a room asks of a member. */
export interface RoomMember {
  /** Its number in the room. */
  readonly member: number;
  readonly reads: boolean;
  /** Who else is in the room may have changed. */
  companyChanged(): void;
  /** A message was settled: there is room for another. */
  roomFreed(nowNs: number): void;
}

/** One room as its members' clients see it together: what was said, and who must still hear it. */
export class ChatRoom {
  readonly name: string;
  readonly #context: ClientContext;
  readonly #deliveries: DeliveryRecorder;
  readonly #workload: ChatWorkload;
  readonly #number: number;
  readonly #checker: DeliveryChecker;
  /** By speaker. */
  readonly #said: readonly SaidMessages[];
  readonly #members: (RoomMember | undefined)[] = [];
  /** Members that hear what is said, and slow readers that are owed it, by number. */
  readonly #listeners = new Set<number>();
  readonly #slow = new Set<number>();
  readonly #slowGone = new Set<number>();
  /** Why a speaker's connection ended, by speaker. */
  readonly #ends: (string | undefined)[] = [];
  /** Members whose connection has not ended. */
  #company: number;
  #finished = false;

  constructor(number: number, name: string, workload: ChatWorkload, context: ClientContext) {
    const { deliveries } = context;
    if (deliveries === null) throw new Error('a chat needs somewhere to book its deliveries');
    const { membersPerRoom, speakersPerRoom, payloadBytes } = workload;
    this.name = name;
    this.#number = number;
    this.#workload = workload;
    this.#context = context;
    this.#deliveries = deliveries;
    this.#company = membersPerRoom;
    this.#checker = new DeliveryChecker(membersPerRoom, speakersPerRoom);
    this.#said = Array.from(
      { length: speakersPerRoom },
      (_, speaker) => new SaidMessages(payloadBytes, number * membersPerRoom + speaker),
    );
  }

  /** Members that can still be in the room. */
  get company(): number {
    return this.#company;
  }

  add(member: RoomMember): void {
    this.#members[member.member] = member;
  }

  /** From now on this member is owed what others say. */
  joined({ member, reads }: RoomMember): void {
    (reads ? this.#listeners : this.#slow).add(member);
  }

  /** The connection of a member ended: what it was owed fails, what it said may still arrive. */
  ended({ member }: RoomMember, code: string, nowNs: number): void {
    this.#company -= 1;
    this.#ends[member] = code;
    if (this.#listeners.delete(member)) {
      for (let speaker = 0; speaker < this.#said.length; speaker += 1) {
        if (speaker !== member) this.#failAllOwed(member, speaker, code, nowNs);
      }
    }
    for (const other of this.#members) other?.companyChanged();
  }

  /** The room was told that somebody left: of a slow reader nothing else tells it. */
  heardLeave(member: number): void {
    if (!this.#slow.has(member) || this.#slowGone.has(member)) return;
    this.#slowGone.add(member);
    this.#deliveries.slowReaderDisconnected();
  }

  hasRoom(speaker: number): boolean {
    const others = this.#listeners.size - (this.#listeners.has(speaker) ? 1 : 0);
    return others > 0 && this.#said[speaker]?.hasRoom() === true;
  }

  /** Messages of this member that not everybody has heard. */
  unsettled(speaker: number): number {
    return this.#said[speaker]?.unsettled ?? 0;
  }

  /** Books a message and gives the frame to send: `bytes[start..end]`. */
  say(speaker: number, intendedNs: number, sentNs: number) {
    const said = this.#said[speaker];
    if (said === undefined) throw new RangeError(`member ${speaker} does not speak`);
    const owed = this.#listeners.size - (this.#listeners.has(speaker) ? 1 : 0);
    this.#checker.say(speaker);
    const cell = said.add(intendedNs, sentNs, owed);
    this.#context.recorder.sent(intendedNs);
    this.#deliveries.said(intendedNs, owed, this.#slow.size);
    const start = cell * said.frameBytes;
    return { bytes: said.bytes, start, end: start + said.frameBytes };
  }

  /**
   * A member heard a message: its header, and the frame that both lie in. Null when that is right,
   * else what is wrong with it.
   */
  hear(
    receiver: number,
    { speaker, sequence, textStart }: SaidHeader,
    { bytes, end }: FrameCutter,
    nowNs: number,
  ): DeliveryFault | null {
    const said = this.#said[speaker];
    if (said !== undefined && this.#checker.isDue(receiver, speaker, sequence)) {
      const cell = said.cellOf(sequence);
      if (said.matches(cell, bytes, textStart, end)) {
        this.#checker.hear(receiver, speaker, sequence, 'right');
        this.#deliver(speaker, said, cell, nowNs);
        return null;
      }
    }
    const text = this.#judgeText(speaker, sequence, bytes.subarray(textStart, end));
    const hearing = this.#checker.hear(receiver, speaker, sequence, text);
    if (hearing !== 'gap' && hearing !== 'right') {
      if (hearing === 'duplicated' || hearing === 'misordered') this.#deliveries.wrong(hearing);
      if (hearing === 'misordered') this.#miss(speaker, sequence, 'failed', nowNs);
      return hearing;
    }
    if (said !== undefined) this.#deliver(speaker, said, said.cellOf(sequence), nowNs);
    this.#context.carrier.later(GAP_WAIT_NS, () => this.#reportMissing());
    return null;
  }

  /** Settles everything: called by each member, done once. */
  finish(nowNs: number): void {
    if (this.#finished) return;
    this.#reportMissing();
    this.#finished = true;
    for (const { receiver, speaker, sequence } of this.#checker.missing()) {
      if (this.#listeners.has(receiver)) this.#miss(speaker, sequence, 'lost', nowNs);
    }
    for (const [speaker, said] of this.#said.entries()) {
      for (const cell of said.takeUnsettled()) this.#abandon(speaker, said, cell, nowNs);
    }
  }

  #deliver(speaker: number, said: SaidMessages, cell: number, nowNs: number): void {
    this.#deliveries.delivered(said.intendedNs[cell] ?? 0, nowNs);
    if (said.hear(cell, nowNs)) this.#settle(speaker, said, cell, nowNs);
  }

  /** All receivers of a message are accounted for. */
  #settle(speaker: number, said: SaidMessages, cell: number, nowNs: number): void {
    const { recorder } = this.#context;
    const intendedNs = said.intendedNs[cell] ?? 0;
    const code = said.codeOf(cell);
    if (code === null) {
      recorder.answered(intendedNs, said.sentNs[cell] ?? 0, nowNs);
      this.#deliveries.spread(intendedNs, said.firstNs[cell] ?? 0, said.medianNs[cell] ?? 0, nowNs);
    } else {
      recorder.failed(code, intendedNs, nowNs);
    }
    said.settle();
    this.#members[speaker]?.roomFreed(nowNs);
  }

  #failAllOwed(receiver: number, speaker: number, code: string, nowNs: number): void {
    const from = this.#checker.dueTo(receiver, speaker);
    for (let sequence = from; sequence <= this.#checker.saidBy(speaker); sequence += 1) {
      this.#miss(speaker, sequence, 'failed', nowNs, code);
    }
    for (const missing of this.#checker.missing()) {
      if (missing.receiver !== receiver || missing.speaker !== speaker) continue;
      this.#miss(speaker, missing.sequence, 'lost', nowNs);
    }
  }

  #miss(
    speaker: number,
    sequence: number,
    what: 'lost' | 'failed',
    nowNs: number,
    code = FAILED_VERIFICATION,
  ): void {
    const said = this.#said[speaker];
    if (said === undefined) return;
    const cell = said.cellOf(sequence);
    this.#deliveries.missed(what, said.intendedNs[cell] ?? 0, nowNs, 1);
    if (said.miss(cell, code)) this.#settle(speaker, said, cell, nowNs);
  }

  /** Nobody waits for it any longer. */
  #abandon(speaker: number, said: SaidMessages, cell: number, nowNs: number): void {
    const { recorder } = this.#context;
    const intendedNs = said.intendedNs[cell] ?? 0;
    const left = (said.owed[cell] ?? 0) - (said.heard[cell] ?? 0) - (said.missed[cell] ?? 0);
    const code = said.codeOf(cell) ?? this.#ends[speaker] ?? null;
    this.#deliveries.missed(code === null ? 'unfinished' : 'failed', intendedNs, nowNs, left);
    if (code !== null) {
      recorder.failed(code, intendedNs, nowNs);
      return;
    }
    recorder.unfinished(intendedNs, said.sentNs[cell] ?? 0, nowNs);
    const firstNs = Math.min(nowNs, said.firstNs[cell] ?? nowNs);
    const medianNs = Math.min(nowNs, said.medianNs[cell] ?? nowNs);
    this.#deliveries.spread(intendedNs, firstNs, medianNs, nowNs);
  }

  #reportMissing(): void {
    if (this.#finished) return;
    for (const { receiver, speaker, sequence } of this.#checker.missing()) {
      this.#context.reportMismatch(
        'lost',
        `room ${this.#number}: member ${receiver} never heard message ${sequence} of member ${speaker}, but a later one`,
      );
      return;
    }
  }

  /** What a text is that was not just what must come next. */
  #judgeText(speaker: number, sequence: number, text: Buffer): TextOrigin {
    const { payloadBytes, membersPerRoom } = this.#workload;
    const first = this.#number * membersPerRoom;
    if (text.equals(textOf(payloadBytes, first + speaker, sequence))) return 'right';
    const bears = readHeader(Buffer.concat([text], HEADER_PROBE_BYTES))?.connection ?? -1;
    const isOfRoom = bears < 0 || Math.floor(bears / membersPerRoom) === this.#number;
    const isOfLoad = bears < membersPerRoom * this.#workload.rooms;
    return isOfRoom || !isOfLoad ? 'wrong' : 'other-room';
  }
}
