import { type ChatNews, formatChatNews, presentNews } from '../../../protocol/chat/chat-news.ts';
import { ChatReader, encodeChatMessage } from '../../../protocol/chat/chat-reader.ts';
import { type ChatRequest, parseChatRequest } from '../../../protocol/chat/chat-request.ts';
import {
  type Conversation,
  type ConversationContext,
  type Notice,
  type Reaction,
  type Service,
  STAY_SILENT,
  UNREAD_MAX_BYTES,
} from '../service.ts';
import { type Member, Rooms } from './rooms.ts';

/**
 * A chat room: what one member says, every other member of the room receives. The server writes to
 * clients that did not ask, and where those sit in other threads or processes the words have to
 * cross: each such place has a service of its own, which publishes and hears notices.
 */
export function createChat(publish: (notice: Notice) => void): Service {
  const rooms = new Rooms(publish);
  return {
    name: 'chat',
    summary: 'tells every other member of a room what one of them says',
    open: (context) => new ChatConversation(context, rooms),
    hear: (notice) => rooms.hear(notice),
  };
}

class ChatConversation implements Conversation {
  readonly opening = STAY_SILENT;
  readonly #context: ConversationContext;
  readonly #rooms: Rooms;
  readonly #reader = new ChatReader();
  #room = '';
  /** Null outside of any room. */
  #member: Member | null = null;
  /** What this member has said since joining. */
  #said = 0;

  constructor(context: ConversationContext, rooms: Rooms) {
    this.#context = context;
    this.#rooms = rooms;
  }

  receive(chunk: Uint8Array): Reaction {
    const replies: Buffer[] = [];
    let replyBytes = 0;
    try {
      for (const message of this.#reader.push(chunk)) {
        const news = this.#answer(message);
        if (news === null) continue;
        const reply = this.#encode(news);
        replies.push(reply);
        replyBytes += reply.length;
        // A few bytes ask who is there, and thousands may be: one chunk must not fill the memory.
        if (replyBytes > UNREAD_MAX_BYTES) throw new RangeError('too much was asked at once');
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      replies.push(this.#encode({ verb: 'error', problem: error.message }));
      return { ...STAY_SILENT, bytes: Buffer.concat(replies), close: true };
    }
    return replies.length === 0 ? STAY_SILENT : { ...STAY_SILENT, bytes: Buffer.concat(replies) };
  }

  ended(): void {
    this.#leave();
  }

  #answer(message: string): ChatNews | null {
    if (message === '') return null;
    const request = parseChatRequest(message);
    if (typeof request === 'string') return { verb: 'error', problem: request };
    if (request.verb === 'join') return this.#join(request);
    if (this.#member === null) return { verb: 'error', problem: 'first JOIN <room> <name>' };
    switch (request.verb) {
      case 'say':
        this.#said += 1;
        this.#rooms.say(this.#room, this.#member, this.#said, request.text);
        return null;
      case 'who':
        return presentNews(this.#rooms.present(this.#room));
      case 'leave': {
        const { name } = this.#member;
        this.#leave();
        return { verb: 'left', name };
      }
    }
  }

  #join({ room, name }: Extract<ChatRequest, { verb: 'join' }>): ChatNews {
    if (this.#member !== null) {
      return { verb: 'error', problem: `you are in ${this.#room}: LEAVE it first` };
    }
    const { tell } = this.#context;
    const member: Member = {
      ...{ name, form: this.#reader.form ?? 'lines', tell },
      putOut: () => {
        if (this.#member === member) this.#member = null;
      },
    };
    if (!this.#rooms.join(room, member)) {
      return { verb: 'error', problem: `${name} is taken in ${room}: choose another name` };
    }
    this.#room = room;
    this.#member = member;
    this.#said = 0;
    return { verb: 'joined', room, name, members: this.#rooms.count(room) };
  }

  #leave(): void {
    if (this.#member === null) return;
    const member = this.#member;
    this.#member = null;
    this.#rooms.leave(this.#room, member);
  }

  #encode(news: ChatNews): Buffer {
    return encodeChatMessage(formatChatNews(news), this.#reader.form ?? 'lines');
  }
}
