import type { Socket } from 'node:net';
import { writeLogLine } from '../hosting/write-log-line.ts';
import { computeNow } from '../services/computation.ts';
import type { Reaction, Service } from '../services/service.ts';
import { tellEvented } from './tell-evented.ts';

/** Has `rounds` computed somewhere else; resolves when it is done. */
export type Offload = (rounds: number) => Promise<unknown>;

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
export function converseEvented(
  socket: Socket,
  service: Service,
  roundsPerUnit: number,
  offload: Offload | null = null,
): void {
  let isComputing = false;
  let endAfterwards = false;
  const conversation = service.open({
    // Asked of the system only by services that want it.
    get peer() {
      return peerName(socket);
    },
    tell: (bytes) => tellEvented(socket, bytes),
  });
  if (conversation.ended !== undefined) socket.once('close', () => conversation.ended?.());

  // A reset or a broken pipe concerns this client alone; the stream destroys itself after it.
  socket.on('error', () => {});
  socket.on('drain', () => socket.resume());
  socket.on('end', () => {
    // A paused stream that has nothing left says so at once: the last reply may still be computed.
    if (isComputing) endAfterwards = true;
    else socket.end();
  });
  react(conversation.opening);
  if (!socket.destroyed && !socket.writableEnded) {
    socket.on('data', (chunk) => react(conversation.receive(chunk)));
  }

  function react(reaction: Reaction): void {
    if (reaction.computations === 0) {
      answer(reaction);
    } else if (offload === null) {
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
