import type { Socket } from 'node:net';
import type { Address } from '../../protocol/address.ts';
import { type ChatNews, parseChatNews } from '../../protocol/chat/chat-news.ts';
import { type ChatForm, ChatReader, encodeChatMessage } from '../../protocol/chat/chat-reader.ts';
import { dial } from './test-client.ts';

type Said = Extract<ChatNews, { verb: 'said' }>;

/** A client of a chat service, over a raw socket, that keeps all it heard. */
export class ChatMember {
  readonly name: string;
  readonly socket: Socket;
  readonly form: ChatForm;
  readonly heard: ChatNews[] = [];
  readonly #reader = new ChatReader();
  #waiting: (() => void)[] = [];

  private constructor(socket: Socket, name: string, form: ChatForm) {
    this.socket = socket;
    this.name = name;
    this.form = form;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#wake());
  }

  static async connect(address: Address, name: string, form: ChatForm = 'lines') {
    return new ChatMember(await dial(address), name, form);
  }

  /** Connects, joins, and waits until that is confirmed. */
  static async join(address: Address, room: string, name: string, form: ChatForm = 'lines') {
    const member = await ChatMember.connect(address, name, form);
    member.send(`JOIN ${room} ${name}`);
    await member.until(({ heard }) => heard.some(({ verb }) => verb === 'joined'));
    return member;
  }

  send(message: string): void {
    this.socket.write(encodeChatMessage(message, this.form));
  }

  /** Waits until something holds; rejects when the connection is over before it does. */
  async until(holds: (member: ChatMember) => boolean): Promise<void> {
    while (!holds(this)) {
      if (this.socket.destroyed) {
        throw new Error(
          `${this.name} was hung up on, having heard ${JSON.stringify(this.heard.slice(-3))}`,
        );
      }
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  async untilHeard(verb: 'came' | 'left', name: string): Promise<void> {
    await this.until(({ heard }) => heard.some((news) => news.verb === verb && news.name === name));
  }

  async untilSaid(count: number, by: string): Promise<void> {
    await this.until((member) => member.saidBy(by).length >= count);
  }

  saidBy(name: string): Said[] {
    return this.heard.filter((news): news is Said => news.verb === 'said' && news.name === name);
  }

  /** Everybody who spoke, but for those in `except`. */
  speakers(): string[] {
    const names = this.heard.flatMap((news) => (news.verb === 'said' ? [news.name] : []));
    return [...new Set(names)].sort();
  }

  async present(): Promise<readonly string[]> {
    const before = this.heard.filter(({ verb }) => verb === 'present').length;
    this.send('WHO');
    await this.until(({ heard }) => heard.filter(({ verb }) => verb === 'present').length > before);
    const answer = this.heard.findLast((news) => news.verb === 'present');
    return answer?.verb === 'present' ? answer.names : [];
  }

  /** Without a farewell: a reset, where there is one. */
  vanish(): void {
    if (this.socket.remoteFamily === undefined) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  #take(chunk: Buffer): void {
    for (const message of this.#reader.push(chunk)) {
      const news = parseChatNews(message);
      if (news === null) throw new Error(`${this.name} was told ${message.slice(0, 100)}`);
      this.heard.push(news);
    }
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }
}
