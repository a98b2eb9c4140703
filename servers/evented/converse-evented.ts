import type { Socket } from 'node:net';
import { writeLogLine } from '../hosting/write-log-line.ts';
import type { Gate } from '../places/flow.ts';
import { computeNow } from '../services/computation.ts';
import type { Conversation, Reaction, Service } from '../services/service.ts';
import type { Connections } from './connections.ts';
import { tellEvented } from './tell-evented.ts';

/** Has `rounds` computed somewhere else; resolves when it is done. */
export type Offload = (rounds: number) => Promise<unknown>;

/** What all conversations of one event loop share. */
export interface EventedPlace {
  readonly service: Service;
  readonly connections: Connections;
  /** Of the `work` service, for each unit of computation that it asks for. */
  readonly roundsPerUnit: number;
  /** Left out: computation happens right here. */
  readonly offload?: Offload;
  /** Closed while other places have too much to hear yet; left out where there are none. */
  readonly gate?: Gate;
}

/**
 * One conversation on an event loop: the same for every strategy that has one, so that they differ
 * in nothing but where connections go. The loop calls in when there are bytes, and gets control
 * back at once: what takes long here, all other clients of the loop wait for.
 *
 * Backpressure: when the client does not read, `write` answers false, and we stop reading from it
 * until what it owes is gone. Its own TCP window then closes, and the client is the one who waits;
 * without this, a client that only writes would fill the server's memory with its own replies.
 *
 * Computation happens right here, or, with `offload`, somewhere else: the connection is paused
 * meanwhile, which keeps its replies in order and bounds what it can queue: one reaction in the
 * pool, and here no more than the stream's high-water mark.
 */
export function converseEvented(socket: Socket, place: EventedPlace): void {
  new EventedConversation(socket, place).begin();
}

class EventedConversation {
  readonly #socket: Socket;
  readonly #place: EventedPlace;
  readonly #conversation: Conversation;
  #isComputing = false;
  /** The client has ended its side while its last reply is still computed. */
  #endsAfterReply = false;
  #isAtGate = false;
  #hasEnded: boolean;

  constructor(socket: Socket, place: EventedPlace) {
    this.#socket = socket;
    this.#place = place;
    this.#conversation = place.service.open({
      // Asked of the system only by services that want it.
      get peer() {
        return peerName(socket);
      },
      tell(bytes) {
        if (!tellEvented(socket, bytes)) place.connections.disconnectedSlowReaders++;
      },
    });
    this.#hasEnded = this.#conversation.ended === undefined;
  }

  begin(): void {
    const socket = this.#socket;
    if (!this.#hasEnded) socket.once('close', () => this.#end());
    // A reset or a broken pipe concerns this client alone; the stream destroys itself after it.
    socket.on('error', () => {});
    socket.on('drain', () => this.#goOn());
    socket.on('end', () => this.#hearEnd());
    this.#react(this.#conversation.opening);
    if (socket.destroyed || socket.writableEnded) return;
    socket.on('data', (chunk) => {
      this.#react(this.#conversation.receive(chunk));
      if (this.#place.gate?.isOpen === false) this.#goOn();
    });
  }

  #react(reaction: Reaction): void {
    const { offload, roundsPerUnit } = this.#place;
    if (reaction.computations === 0) {
      this.#answer(reaction);
    } else if (offload === undefined) {
      computeNow(reaction.computations * roundsPerUnit);
      this.#answer(reaction);
    } else {
      this.#socket.pause();
      this.#isComputing = true;
      offload(reaction.computations * roundsPerUnit).then(
        () => this.#answerLate(reaction),
        (error) => this.#socket.destroy(error),
      );
    }
  }

  /** Sends, notes, closes; whether the connection is ready for more. */
  #answer(reaction: Reaction): boolean {
    const socket = this.#socket;
    let isReady = true;
    if (reaction.bytes !== null && !socket.write(reaction.bytes)) {
      socket.pause();
      isReady = false;
    }
    if (reaction.note !== null) writeLogLine(reaction.note);
    if (reaction.close) {
      socket.pause();
      socket.destroySoon();
      this.#end();
      isReady = false;
    }
    return isReady;
  }

  #answerLate(reaction: Reaction): void {
    const socket = this.#socket;
    this.#isComputing = false;
    if (socket.destroyed || socket.writableEnded) return;
    const isReady = this.#answer(reaction);
    if (this.#endsAfterReply) socket.end();
    else if (isReady) socket.resume();
  }

  /** Reads on, as soon as the gate is open and the client has taken what was written to it. */
  #goOn(): void {
    const { gate } = this.#place;
    if (gate === undefined || gate.isOpen) {
      if (!this.#socket.writableNeedDrain) this.#socket.resume();
      return;
    }
    this.#socket.pause();
    if (this.#isAtGate) return;
    this.#isAtGate = true;
    gate.whenOpen(() => {
      this.#isAtGate = false;
      this.#goOn();
    });
  }

  #hearEnd(): void {
    // A paused stream that has nothing left says so at once: the last reply may still be computed.
    if (this.#isComputing) this.#endsAfterReply = true;
    else this.#socket.end();
    this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#conversation.ended?.();
  }
}

function peerName({ remoteAddress, remotePort }: Socket): string {
  if (remoteAddress === undefined) return '';
  return remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;
}
