import type { Socket } from 'node:net';
import { writeLogLine } from '../hosting/write-log-line.ts';
import type { Gate } from '../places/flow.ts';
import { computeNow } from '../services/computation.ts';
import type { Reaction, Service } from '../services/service.ts';
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
  const { service, connections, roundsPerUnit, offload, gate } = place;
  let isComputing = false;
  let endAfterwards = false;
  let isAtGate = false;
  const conversation = service.open({
    // Asked of the system only by services that want it.
    get peer() {
      return peerName(socket);
    },
    tell(bytes) {
      if (!tellEvented(socket, bytes)) connections.disconnectedSlowReaders++;
    },
  });
  let hasEnded = conversation.ended === undefined;
  if (!hasEnded) socket.once('close', endConversation);

  // A reset or a broken pipe concerns this client alone; the stream destroys itself after it.
  socket.on('error', () => {});
  socket.on('drain', goOn);
  socket.on('end', () => {
    // A paused stream that has nothing left says so at once: the last reply may still be computed.
    if (isComputing) endAfterwards = true;
    else socket.end();
    endConversation();
  });
  react(conversation.opening);
  if (!socket.destroyed && !socket.writableEnded) {
    socket.on('data', (chunk) => {
      react(conversation.receive(chunk));
      if (gate?.isOpen === false) goOn();
    });
  }

  function endConversation(): void {
    if (hasEnded) return;
    hasEnded = true;
    conversation.ended?.();
  }

  /** Reads on, as soon as the gate is open and the client has taken what was written to it. */
  function goOn(): void {
    if (gate === undefined || gate.isOpen) {
      if (!socket.writableNeedDrain) socket.resume();
      return;
    }
    socket.pause();
    if (isAtGate) return;
    isAtGate = true;
    gate.whenOpen(() => {
      isAtGate = false;
      goOn();
    });
  }

  function react(reaction: Reaction): void {
    if (reaction.computations === 0) {
      answer(reaction);
    } else if (offload === undefined) {
      computeNow(reaction.computations * roundsPerUnit);
      answer(reaction);
    } else {
      socket.pause();
      isComputing = true;
      offload(reaction.computations * roundsPerUnit).then(
        () => answerLate(reaction),
        (error) => socket.destroy(error),
      );
    }
  }

  function answerLate(reaction: Reaction): void {
    isComputing = false;
    if (socket.destroyed || socket.writableEnded) return;
    const isReady = answer(reaction);
    if (endAfterwards) socket.end();
    else if (isReady) socket.resume();
  }

  /** Sends, notes, closes; whether the connection is ready for more. */
  function answer(reaction: Reaction): boolean {
    let isReady = true;
    if (reaction.bytes !== null && !socket.write(reaction.bytes)) {
      socket.pause();
      isReady = false;
    }
    if (reaction.note !== null) writeLogLine(reaction.note);
    if (reaction.close) {
      socket.pause();
      socket.destroySoon();
      endConversation();
      isReady = false;
    }
    return isReady;
  }
}

function peerName({ remoteAddress, remotePort }: Socket): string {
  if (remoteAddress === undefined) return '';
  return remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;
}
