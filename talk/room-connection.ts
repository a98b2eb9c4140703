import { type ChatNews, parseChatNews } from '../protocol/chat/chat-news.ts';
import { ChatReader, encodeChatMessage } from '../protocol/chat/chat-reader.ts';
import { type ChatRequest, formatChatRequest } from '../protocol/chat/chat-request.ts';
import { cleanText } from './clean-bytes.ts';
import { describeNoChat, describeUnheard, describeUnread } from './describe-talk.ts';
import type { Farewell, Peer } from './peer.ts';
import { excerpt, RoomTale } from './room-tale.ts';
import type { Screen } from './screen.ts';

/** How a chat ended. */
export interface ChatOutcome {
  /** How the server left; null when it did not. */
  readonly farewell: Farewell | null;
  /** Why the user's side was broken off; null when it was not. */
  readonly abandoned: 'interrupted' | 'unread' | null;
  /** Why we never were in the room, or could not stay; null when we could. */
  readonly fault: string | null;
  readonly wasInside: boolean;
}

type Ending = Omit<ChatOutcome, 'wasInside'>;
const NO_ENDING: Ending = { farewell: null, abandoned: null, fault: null };

export type Membership = Extract<ChatRequest, { verb: 'join' }>;

/** One membership of one room: what is said to the server, and what it says. */
export class RoomConnection {
  readonly #membership: Membership;
  readonly #screen: Screen;
  readonly #reader = new ChatReader();
  readonly #tale = new RoomTale();
  readonly #joined = Promise.withResolvers<void>();
  readonly #left = Promise.withResolvers<void>();
  #peer: Peer | null = null;
  #isInside = false;
  /** Whether the server has to wait until what is shown was read. */
  #isHeldBack = false;
  #ending: Ending | null = null;

  constructor(membership: Membership, screen: Screen) {
    this.#membership = membership;
    this.#screen = screen;
    // Ours is the form of lines; a server that answers in frames would be read as garbage.
    this.#reader.form = 'lines';
  }

  get hasEnded(): boolean {
    return this.#ending !== null;
  }

  get outcome(): ChatOutcome {
    return { ...(this.#ending ?? NO_ENDING), wasInside: this.#isInside };
  }

  /** Resolves when the server let us in, when it ended, or after the time. */
  async join(peer: Peer, timeoutMs: number): Promise<void> {
    this.#peer = peer;
    await this.send(this.#membership, timeoutMs);
    await within(this.#joined.promise, timeoutMs);
    if (!this.#isInside) this.end({ fault: describeUnheard(timeoutMs) });
  }

  /** Resolves when the kernel has it: a server that reads slowly holds us back. */
  async send(request: ChatRequest, timeoutMs: number): Promise<void> {
    if (this.hasEnded || this.#peer === null) return;
    const sent = this.#peer.send(encodeChatMessage(formatChatRequest(request), 'lines'));
    if (!(await within(sent, timeoutMs))) this.end({ fault: describeUnread(timeoutMs) });
  }

  /** Resolves when the server has let us out, so that all we said was read; or after the time. */
  async leave(timeoutMs: number): Promise<void> {
    if (this.hasEnded) return;
    await this.send({ verb: 'leave' }, timeoutMs);
    await within(this.#left.promise, timeoutMs);
  }

  /** Whoever waits goes on, and finds the end. The first reason stands. */
  end(why: Partial<Ending>): void {
    this.#ending ??= { ...NO_ENDING, ...why };
    this.#joined.resolve();
    this.#left.resolve();
    this.#screen.close();
  }

  receive(bytes: Uint8Array): void {
    if (this.hasEnded) return;
    try {
      for (const message of this.#reader.push(bytes)) this.#hear(message);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.end({ fault: `the server sent ${error.message}` });
    }
  }

  #hear(message: string): void {
    if (this.hasEnded) return;
    const news = parseChatNews(message);
    if (!this.#isInside) this.#hearAnswer(message, news);
    else if (news?.verb === 'left' && news.name === this.#membership.name) this.#left.resolve();
    else this.#tell(message, news);
  }

  #tell(message: string, news: ChatNews | null): void {
    for (const { kind, text } of this.#tale.tell(message, news)) {
      if (kind === 'event') this.#screen.aside(text);
      else if (kind === 'doubt') this.#screen.say(text);
      else this.#show(`${text}\n`);
    }
  }

  #hearAnswer(message: string, news: ChatNews | null): void {
    if (news?.verb !== 'joined') {
      const isRefusal = news?.verb === 'error';
      this.end({ fault: isRefusal ? cleanText(news.problem) : describeNoChat(excerpt(message)) });
      return;
    }
    const { room, name } = this.#membership;
    const others = news.members === 1 ? 'nobody else is' : `${news.members} are`;
    const hint = this.#screen.isInteractive ? ' (/help tells what you can do)' : '';
    this.#screen.aside(`in ${room} as ${name}: ${others} here${hint}`);
    this.#isInside = true;
    this.#joined.resolve();
  }

  #show(text: string): void {
    const peer = this.#peer;
    // What came in one piece with it is shown all the same.
    if (this.#screen.show(text) || peer === null || this.#isHeldBack) return;
    this.#isHeldBack = true;
    peer.pause();
    this.#screen.onceDrained(() => {
      this.#isHeldBack = false;
      peer.resume();
    });
  }
}

/** Whether it came in time. The timer keeps no process alive: without a connection there is nothing to wait for. */
function within(event: Promise<void>, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs).unref();
    void event.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
