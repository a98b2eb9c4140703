import { type ChatNews, formatChatNews } from '../../../protocol/chat/chat-news.ts';
import { type ChatForm, encodeChatMessage } from '../../../protocol/chat/chat-reader.ts';

/** A member of a room whose connection is in this place. */
export interface Member {
  readonly name: string;
  readonly form: ChatForm;
  /** Hands over bytes that the member did not ask for. */
  tell(bytes: Uint8Array): void;
  /** It is in no room any more, because somebody else has its name. */
  putOut(): void;
}

/**
 * What members elsewhere must hear: plain data, so that it can cross to another thread or process.
 */
export type ChatNotice =
  | {
      readonly kind: 'came';
      readonly room: string;
      readonly name: string;
      readonly joinedAtMs: number;
    }
  | { readonly kind: 'left'; readonly room: string; readonly name: string }
  | {
      readonly kind: 'said';
      readonly room: string;
      readonly name: string;
      readonly sequence: number;
      readonly text: string;
    };

interface Seated {
  readonly member: Member;
  /** By the clock that all places have in common: they are on one machine. */
  readonly joinedAtMs: number;
}

interface Room {
  readonly members: Map<string, Seated>;
  /**
   * Members whose connection is in another place, as far as this place has heard, and how many of
   * each name: who moves from one place to another may be heard to come before being heard to leave.
   */
  readonly guests: Map<string, number>;
}

/**
 * The rooms as one place (a thread or a process with clients) knows them. Members here are told
 * directly; everything is published for the other places, which `hear` it.
 *
 * A name is taken when this place knows somebody of that name in the room. Two who join by the same
 * name at the same moment in two places both get it at first; when their places hear of each other,
 * the later one is put out. Each place judges its own member alone, all by the same times: of any
 * number one at most stays.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #publish: (notice: ChatNotice) => void;
  readonly #now: () => number;

  constructor(publish: (notice: ChatNotice) => void, now: () => number = readClock) {
    this.#publish = publish;
    this.#now = now;
  }

  /** False when the name is taken. */
  join(name: string, member: Member): boolean {
    const room = this.#open(name);
    if (room.members.has(member.name) || room.guests.has(member.name)) return false;
    tellMembers(room, { verb: 'came', name: member.name }, null);
    const joinedAtMs = this.#now();
    room.members.set(member.name, { member, joinedAtMs });
    this.#publish({ kind: 'came', room: name, name: member.name, joinedAtMs });
    return true;
  }

  leave(name: string, member: Member): void {
    const room = this.#rooms.get(name);
    if (room?.members.get(member.name)?.member !== member) return;
    room.members.delete(member.name);
    tellLeft(room, member.name);
    this.#closeIfEmpty(name, room);
    this.#publish({ kind: 'left', room: name, name: member.name });
  }

  say(name: string, member: Member, sequence: number, text: string): void {
    const room = this.#rooms.get(name);
    if (room?.members.get(member.name)?.member !== member) return;
    tellMembers(room, { verb: 'said', name: member.name, sequence, text }, member);
    this.#publish({ kind: 'said', room: name, name: member.name, sequence, text });
  }

  /** Everybody in the room, wherever their connection is. */
  present(name: string): string[] {
    const room = this.#rooms.get(name);
    if (room === undefined) return [];
    return [...new Set([...room.members.keys(), ...room.guests.keys()])].sort();
  }

  /** How many they are: cheaper than their names, because everybody who joins is told. */
  count(name: string): number {
    const room = this.#rooms.get(name);
    if (room === undefined) return 0;
    let count = room.members.size;
    for (const guest of room.guests.keys()) if (!room.members.has(guest)) count += 1;
    return count;
  }

  /** Takes what another place published. */
  hear(notice: ChatNotice): void {
    // Every place hears of every room: most of it may be nothing to this one's members.
    if (notice.kind === 'said' && !this.#rooms.has(notice.room)) return;
    const room = this.#open(notice.room);
    switch (notice.kind) {
      case 'came':
        countGuest(room, notice.name, 1);
        this.#putOutLater(room, notice);
        tellMembers(room, newsOf(notice), room.members.get(notice.name)?.member ?? null);
        break;
      case 'left':
        countGuest(room, notice.name, -1);
        tellLeft(room, notice.name);
        break;
      case 'said':
        tellMembers(room, newsOf(notice), null);
    }
    this.#closeIfEmpty(notice.room, room);
  }

  /** Our own member has to go where somebody elsewhere had the name before, or at the same time. */
  #putOutLater(room: Room, came: Extract<ChatNotice, { kind: 'came' }>): void {
    const { room: roomName, name } = came;
    const seated = room.members.get(name);
    if (seated === undefined || seated.joinedAtMs < came.joinedAtMs) return;
    const { member } = seated;
    const problem = `${name} joined ${roomName} elsewhere at the same moment: choose another name`;
    member.tell(encodeNews({ verb: 'error', problem }, member.form));
    member.tell(encodeNews({ verb: 'left', name }, member.form));
    this.leave(roomName, member);
    member.putOut();
  }

  #open(name: string): Room {
    const found = this.#rooms.get(name);
    if (found !== undefined) return found;
    const room = { members: new Map(), guests: new Map<string, number>() };
    this.#rooms.set(name, room);
    return room;
  }

  #closeIfEmpty(name: string, { members, guests }: Room): void {
    if (members.size === 0 && guests.size === 0) this.#rooms.delete(name);
  }
}

function countGuest({ guests }: Room, name: string, change: 1 | -1): void {
  const count = (guests.get(name) ?? 0) + change;
  if (count > 0) guests.set(name, count);
  else guests.delete(name);
}

/** The monotonic clock, which all processes share: the wall clock may be set between their starts. */
function readClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Unless there is still somebody of that name: who moves from place to place, or joined at once. */
function tellLeft(room: Room, name: string): void {
  if (room.members.has(name) || room.guests.has(name)) return;
  tellMembers(room, { verb: 'left', name }, null);
}

function encodeNews(news: ChatNews, form: ChatForm): Uint8Array {
  return encodeChatMessage(formatChatNews(news), form);
}

function newsOf(notice: ChatNotice): ChatNews {
  const { kind, name } = notice;
  if (kind !== 'said') return { verb: kind, name };
  return { verb: 'said', name, sequence: notice.sequence, text: notice.text };
}

/** Encoded once for each form, however many are told. */
function tellMembers({ members }: Room, news: ChatNews, except: Member | null): void {
  if (members.size === 0) return;
  const message = formatChatNews(news);
  const encoded: Record<ChatForm, Uint8Array | null> = { lines: null, frames: null };
  // A member who is told may be found to be too slow and leave at once: the list must not change.
  for (const { member } of [...members.values()]) {
    if (member === except) continue;
    encoded[member.form] ??= encodeChatMessage(message, member.form);
    const bytes = encoded[member.form];
    if (bytes !== null) member.tell(bytes);
  }
}
