import { PollSet, pollEvents } from '../../sockets/poll-set.ts';
import type { Socket } from '../../sockets/socket.ts';
import type { ConnectionTask } from '../connection-task.ts';
import { writeLogLine } from '../hosting/write-log-line.ts';
import { encodeLine, LineReader, type PlaceOrder } from '../places/place-lines.ts';
import { computeNow } from '../services/computation.ts';
import { loadService } from '../services/registry.ts';
import type { Conversation, Notice, Reaction, Service } from '../services/service.ts';
import { UNREAD_MAX_BYTES } from '../services/service.ts';
import { outlives } from './connection-gone.ts';
import { OutgoingQueue } from './outgoing-queue.ts';

const RECEIVE_BUFFER_BYTES = 64 * 1024;
const CLIENT = 0;
const LINK = 1;

/**
 * One conversation, served by a thread or a process that has no other client, but that must hear
 * what the clients of others say. Blocked in receive it would hear nothing: a loop that waits for
 * one thing is deaf to all else. So it waits in poll for two descriptors, its client and its link
 * to the others, and never waits anywhere else: what a send does not take at once is queued until
 * poll says that there is room. It is an event loop for two.
 *
 * Who waits for whom, so that nobody waits in a circle (each link is read whatever happens):
 * - the client is not read while it owes us the reading of our replies, nor while the link has not
 *   taken what the client said;
 * - what others say to a client that does not read is queued, up to {@link UNREAD_MAX_BYTES}; then
 *   the client is disconnected, and nobody else has noticed.
 *
 * @param link a stream to the middle (`linked-places.ts`); when it ends, so does the conversation
 */
export async function converseInCompany(
  connection: Socket,
  link: Socket,
  task: ConnectionTask,
): Promise<void> {
  const outbox = new OutgoingQueue(link);
  const publish = (notice: Notice) => outbox.push(encodeLine(notice));
  const service = await loadService(task.service, task.work, publish);
  const conversation = new ConversationInCompany(connection, { link, outbox }, service, task);
  while (!conversation.isOver) conversation.turn();
}

/** The link to the others, and what it has not taken yet. */
interface Company {
  readonly link: Socket;
  readonly outbox: OutgoingQueue;
}

class ConversationInCompany {
  readonly #task: ConnectionTask;
  readonly #poll = new PollSet(2);
  readonly #buffer = new Uint8Array(RECEIVE_BUFFER_BYTES);
  readonly #client: Socket;
  readonly #unread: OutgoingQueue;
  readonly #link: Socket;
  readonly #outbox: OutgoingQueue;
  readonly #orders = new LineReader<PlaceOrder>();
  readonly #service: Service;
  /** Null until we were told who is there: what the client says has to wait for that. */
  #conversation: Conversation | null = null;
  #owesReading = false;
  #isTooSlow = false;
  #isLeaving = false;
  #isCutOff = false;

  constructor(client: Socket, { link, outbox }: Company, service: Service, task: ConnectionTask) {
    this.#task = task;
    this.#client = client;
    this.#unread = new OutgoingQueue(client);
    this.#link = link;
    this.#outbox = outbox;
    this.#service = service;
    this.#outbox.push(encodeLine('ready'));
  }

  /** The others have our last words, and the client those that are still for it, if it listens. */
  get isOver(): boolean {
    return this.#isCutOff && (!this.#isLeaving || this.#unread.bytes === 0);
  }

  /** Says what there is to say, waits until something happens, and hears what there is to hear. */
  turn(): void {
    this.#flush();
    if (this.isOver) return;
    const isListening = this.#mayRead();
    this.#watch(CLIENT, this.#client, isListening, this.#unread);
    this.#watch(LINK, this.#link, !this.#isCutOff, this.#outbox);
    this.#poll.wait(null);
    if (this.#happened(LINK, this.#outbox)) this.#hearOthers();
    if (this.#happened(CLIENT, this.#unread) && isListening) this.#hearClient();
  }

  #mayRead(): boolean {
    if (this.#unread.bytes === 0) this.#owesReading = false;
    const isOpen = this.#conversation !== null && !this.#isLeaving;
    return isOpen && !this.#owesReading && this.#outbox.bytes === 0;
  }

  #watch(index: number, socket: Socket, isListening: boolean, queue: OutgoingQueue): void {
    const readable = isListening ? pollEvents.readable : 0;
    const writable = queue.isBlocked ? pollEvents.writable : 0;
    this.#poll.watch(index, socket.descriptor, readable | writable);
  }

  /** Whether there is something to receive: bytes, the end of the stream, or an error. */
  #happened(index: number, queue: OutgoingQueue): boolean {
    const events = this.#poll.happened(index);
    if ((events & ~pollEvents.readable) !== 0) queue.unblock();
    return (events & ~pollEvents.writable) !== 0;
  }

  #hearOthers(): void {
    const isThere = outlives(() => {
      const count = this.#link.receive(this.#buffer);
      if (count === 0) this.#cutOff();
      for (const order of this.#orders.push(this.#buffer.subarray(0, count))) this.#follow(order);
    });
    if (!isThere) this.#cutOff();
    if (this.#isTooSlow && !this.#isLeaving) this.#disconnect();
  }

  #follow(order: PlaceOrder): void {
    if (order.kind !== 'welcome') {
      this.#service.hear?.(order);
      return;
    }
    for (const notice of order.present) this.#service.hear?.(notice);
    this.#conversation = this.#service.open({
      peer: this.#task.peer,
      tell: (bytes) => this.#tell(bytes),
    });
    this.#react(this.#conversation.opening);
  }

  #hearClient(): void {
    const isThere = outlives(() => {
      const count = this.#client.receive(this.#buffer);
      const said = this.#buffer.subarray(0, count);
      if (count === 0) this.#leave();
      else if (this.#conversation !== null) this.#react(this.#conversation.receive(said));
    });
    if (!isThere) this.#loseClient();
  }

  #react({ computations, bytes, note, close }: Reaction): void {
    if (computations > 0) computeNow(computations * this.#task.work.rounds);
    if (bytes !== null) {
      this.#unread.push(bytes);
      this.#owesReading = true;
    }
    if (note !== null) writeLogLine(note);
    if (close) this.#leave();
  }

  /** What the client did not ask for. */
  #tell(bytes: Uint8Array): void {
    if (this.#isLeaving || this.#isTooSlow) return;
    if (this.#unread.bytes + bytes.length > UNREAD_MAX_BYTES) this.#flush();
    if (this.#unread.bytes + bytes.length <= UNREAD_MAX_BYTES) this.#unread.push(bytes);
    else this.#isTooSlow = true;
  }

  /** With a reset, which whoever closes the connection now sends; a unix socket knows none. */
  #disconnect(): void {
    if (this.#client.family !== 'unix') this.#client.setOption('lingerSeconds', 0);
    this.#outbox.push(encodeLine('disconnected-slow-reader'));
    this.#loseClient();
  }

  #loseClient(): void {
    this.#unread.drop();
    this.#leave();
  }

  #leave(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.#conversation?.ended?.();
    this.#outbox.push(encodeLine('over'));
  }

  /** The middle has ended the stream: because we have left, or it is gone or has given us up. */
  #cutOff(): void {
    this.#isCutOff = true;
    this.#outbox.drop();
  }

  #flush(): void {
    if (!outlives(() => this.#unread.flush())) this.#loseClient();
    if (!outlives(() => this.#outbox.flush())) this.#cutOff();
  }
}
