import { parseChatNews } from '../../protocol/chat/chat-news.ts';
import { encodeChatMessage } from '../../protocol/chat/chat-reader.ts';
import { formatChatRequest } from '../../protocol/chat/chat-request.ts';
import type { ChatRoom, RoomMember } from '../chat/chat-room.ts';
import type { DeliveryFault } from '../chat/delivery-checker.ts';
import { FrameCutter } from '../chat/frame-cutter.ts';
import { memberName, memberNumber, SaidHeader } from '../chat/said-header.ts';
import type { Seat } from '../chat/seats.ts';
import type { Mismatch } from '../recording/mismatch.ts';
import { type ClientContext, type ConnectedClient, FAILED_VERIFICATION } from './client-context.ts';
import type { Connection, ConnectionEvents } from './connection.ts';

const FAULTS: Readonly<Record<DeliveryFault, readonly [Mismatch, string]>> = {
  'unknown-sender': ['corrupt', 'of somebody who does not speak in this room'],
  'foreign-room': ['corrupt', 'that was said in another room'],
  'wrong-text': ['corrupt', 'with a text that was not said'],
  'own-message': ['corrupt', 'which is its own'],
  unsaid: ['corrupt', 'which was not said, or not yet'],
  duplicated: ['duplicated', 'a second time'],
  misordered: ['reordered', 'after a later one'],
};

/**
 * One member of a chat room. Joins as soon as it is connected; it is served when it knows of
 * everybody in the room. Then the load loop decides when it speaks, and the room what it must hear.
 */
export class ChatMember implements ConnectedClient, ConnectionEvents, RoomMember {
  readonly slot: number;
  readonly member: number;
  readonly reads: boolean;
  opened = false;
  served = false;
  readonly #context: ClientContext;
  readonly #room: ChatRoom;
  readonly #speaks: boolean;
  readonly #cutter = new FrameCutter();
  #connection: Connection | null = null;
  #connectStartNs = 0;
  #joinedNs = 0;
  /** `late`: it came in when messages were under way, so nobody knows which of them it is owed. */
  #state: 'outside' | 'inside' | 'late' | 'gone' = 'outside';
  /** Members that it was told of, itself among them. */
  #known = 0;
  #blocked = false;
  #finished = false;

  constructor(slot: number, seat: Seat, room: ChatRoom, context: ClientContext) {
    this.slot = slot;
    this.member = seat.member;
    this.reads = seat.reads;
    this.#speaks = seat.speaks;
    this.#room = room;
    this.#context = context;
    room.add(this);
  }

  /** The request to join, then what it has said and not everybody has heard. */
  get inFlight(): number {
    if (this.#state === 'outside') return 1;
    return this.#speaks ? this.#room.unsettled(this.member) : 0;
  }

  hasRoom(): boolean {
    return this.#state === 'inside' && !this.#blocked && this.#room.hasRoom(this.member);
  }

  open(): void {
    const { clock, recorder, carrier } = this.#context;
    this.#connectStartNs = clock();
    recorder.connectionAttempted();
    this.#connection = carrier.open(this);
  }

  send(intendedNs: number): void {
    const frame = this.#room.say(this.member, intendedNs, this.#context.clock());
    this.#write(frame.bytes, frame.start, frame.end);
  }

  /** A last word, outside of the window: whoever lost what was said before it will notice. */
  windowEnded(nowNs: number): void {
    if (this.#speaks && this.hasRoom()) this.send(nowNs);
  }

  finish(nowNs: number): void {
    this.#finished = true;
    this.#room.finish(nowNs);
    this.#connection?.close();
  }

  connected(): void {
    const { recorder, clock } = this.#context;
    recorder.connectionEstablished(clock() - this.#connectStartNs);
    this.opened = true;
    const join = { verb: 'join', room: this.#room.name, name: memberName(this.member) } as const;
    const frame = encodeChatMessage(formatChatRequest(join), 'frames');
    this.#write(frame, 0, frame.length);
  }

  received(chunk: Buffer, length: number): void {
    const nowNs = this.#context.clock();
    const cutter = this.#cutter;
    cutter.feed(chunk, length);
    try {
      while (this.#listens() && cutter.next()) {
        this.#hear(cutter, nowNs);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#refuse('corrupt', `heard what is no chat message: ${error.message}`);
    }
  }

  drained(): void {
    this.#blocked = false;
    if (this.#speaks) this.#context.loop.onRoom(this, this.#context.clock());
  }

  ended(code: string): void {
    this.opened = true;
    if (this.#finished) return;
    this.#finished = true;
    const { recorder, clock } = this.#context;
    this.#state = 'gone';
    recorder.connectionEnded(code);
    recorder.clientEnded();
    this.#room.ended(this, code, clock());
    this.#connection?.close();
  }

  companyChanged(): void {
    if (this.served || this.#state !== 'inside') return;
    if (this.reads && this.#known < this.#room.company) return;
    this.served = true;
    this.#context.recorder.connectionServed(this.#joinedNs - this.#connectStartNs);
  }

  roomFreed(nowNs: number): void {
    if (this.#state === 'inside') this.#context.loop.onRoom(this, nowNs);
  }

  /** A slow reader reads on until it has joined. */
  #listens(): boolean {
    return !this.#finished && (this.reads || this.#state === 'outside');
  }

  #write(bytes: Buffer, start: number, end: number): void {
    if (this.#connection === null) return;
    this.#blocked = !this.#connection.write(bytes, start, end, false);
  }

  #hear(frame: FrameCutter, nowNs: number): void {
    const { bytes, start, end } = frame;
    if (!header.read(bytes, start, end)) {
      this.#hearNews(bytes.toString('utf8', start, end), nowNs);
      return;
    }
    if (this.#state === 'late') return;
    const fault = this.#room.hear(this.member, header, frame, nowNs);
    if (fault === null) return;
    const { speaker, sequence } = header;
    const [kind, words] = FAULTS[fault];
    const heard = JSON.stringify(bytes.toString('latin1', start, Math.min(end, start + 60)));
    this.#refuse(kind, `heard message ${sequence} of member ${speaker} ${words}: ${heard}`);
  }

  #hearNews(message: string, nowNs: number): void {
    const news = parseChatNews(message);
    if (news?.verb === 'joined' && this.#state === 'outside') {
      this.#join(news.members, nowNs);
    } else if (news?.verb === 'came' && this.#state !== 'outside') {
      this.#known += 1;
      this.companyChanged();
    } else if (news?.verb === 'left') {
      this.#room.heardLeave(memberNumber(news.name));
    } else {
      this.#refuse(
        'corrupt',
        `heard what it did not ask for: ${JSON.stringify(message.slice(0, 60))}`,
      );
    }
  }

  #join(members: number, nowNs: number): void {
    this.#known += members;
    this.#joinedNs = nowNs;
    this.#state = this.#context.loop.started ? 'late' : 'inside';
    if (this.#state === 'inside') this.#room.joined(this);
    if (!this.reads) this.#connection?.stopReading?.();
    this.companyChanged();
  }

  #refuse(kind: Mismatch, what: string): void {
    this.#context.reportMismatch(kind, `room ${this.#room.name}: member ${this.member} ${what}`);
    this.ended(FAILED_VERIFICATION);
  }
}

/** One for the thread: it is read as soon as it is written. */
const header = new SaidHeader();
