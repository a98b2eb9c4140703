import type { Socket } from 'node:net';
import { type ChatNews, formatChatNews } from '../../protocol/chat/chat-news.ts';
import { ChatReader, encodeChatMessage } from '../../protocol/chat/chat-reader.ts';
import { parseChatRequest } from '../../protocol/chat/chat-request.ts';
import { type FaultyServer, listen } from './faulty-servers.ts';

/** One message on its way to one member. */
export interface Delivery {
  /** In the order in which rooms were opened, from 0. */
  readonly room: number;
  readonly receiver: string;
  readonly sender: string;
  readonly sequence: number;
  readonly text: string;
}

/** What a room server does with each delivery: an honest one gives it back as it is. */
export type Meddle = (delivery: Delivery, rooms: RoomServer) => readonly Delivery[];

/** Rooms as docs/chat.md says, apart from what `meddle` makes of the deliveries. */
export function startRooms(meddle: Meddle = (delivery) => [delivery]): Promise<FaultyServer> {
  const rooms = new RoomServer(meddle);
  return listen((socket) => rooms.serve(socket));
}

/** Meddles with one delivery to `m3` of the first room: the fifth message of `m0`. */
export function onceAt(change: Meddle): Meddle {
  return (delivery, rooms) => {
    const { room, receiver, sender, sequence } = delivery;
    const isIt = room === 0 && receiver === 'm3' && sender === 'm0' && sequence === 5;
    return isIt ? change(delivery, rooms) : [delivery];
  };
}

class RoomServer {
  readonly #meddle: Meddle;
  readonly #names: string[] = [];
  /** The members of each room by name. */
  readonly #members: Map<string, Socket>[] = [];

  constructor(meddle: Meddle) {
    this.#meddle = meddle;
  }

  serve(socket: Socket): void {
    const reader = new ChatReader();
    let room = -1;
    let name = '';
    let sequence = 0;
    socket.on('close', () => this.#leave(room, name));
    socket.on('data', (chunk) => {
      for (const message of reader.push(chunk)) {
        const request = parseChatRequest(message);
        if (typeof request === 'string') throw new Error(request);
        if (request.verb === 'join') {
          room = this.#open(request.room);
          name = request.name;
          this.#join(room, name, socket);
        } else if (request.verb === 'say') {
          sequence += 1;
          this.#say(room, name, sequence, request.text);
        }
      }
    });
  }

  /** Resets a member's connection, and tells the others that it left. */
  disconnect(room: number, name: string): void {
    const socket = this.#members[room]?.get(name);
    this.#leave(room, name);
    socket?.resetAndDestroy();
  }

  /** Writes to a member whatever it is, and more than any kernel keeps. */
  flood(room: number, name: string, bytes: number): void {
    this.#members[room]?.get(name)?.write(Buffer.alloc(bytes));
  }

  /** What this process still holds for a member. */
  unreadBytes(room: number, name: string): number {
    return this.#members[room]?.get(name)?.writableLength ?? 0;
  }

  #open(name: string): number {
    const known = this.#names.indexOf(name);
    if (known >= 0) return known;
    this.#members.push(new Map());
    return this.#names.push(name) - 1;
  }

  #join(room: number, name: string, socket: Socket): void {
    this.#tellAll(room, { verb: 'came', name });
    this.#members[room]?.set(name, socket);
    const members = this.#members[room]?.size ?? 0;
    this.#tell(room, name, { verb: 'joined', room: this.#names[room] ?? '', name, members });
  }

  #say(room: number, sender: string, sequence: number, text: string): void {
    for (const receiver of [...(this.#members[room]?.keys() ?? [])]) {
      if (receiver === sender) continue;
      const deliveries = this.#meddle({ room, receiver, sender, sequence, text }, this);
      for (const delivery of deliveries) {
        this.#tell(delivery.room, delivery.receiver, {
          verb: 'said',
          name: delivery.sender,
          sequence: delivery.sequence,
          text: delivery.text,
        });
      }
    }
  }

  #leave(room: number, name: string): void {
    if (this.#members[room]?.delete(name) === true) this.#tellAll(room, { verb: 'left', name });
  }

  #tellAll(room: number, news: ChatNews): void {
    for (const name of this.#members[room]?.keys() ?? []) this.#tell(room, name, news);
  }

  #tell(room: number, name: string, news: ChatNews): void {
    this.#members[room]?.get(name)?.write(encodeChatMessage(formatChatNews(news), 'frames'));
  }
}
