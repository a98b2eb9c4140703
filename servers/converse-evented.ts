import type { Socket } from 'node:net';
import { computeNow } from './services/computation.ts';
import type { Reaction, Service } from './services/service.ts';
import { writeLogLine } from './write-log-line.ts';

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
 * Computation happens right here, or, with `offload`, somewhere else: the connection is not read
 * meanwhile, which keeps its replies in order and bounds what it can queue to one reaction.
 */
export function converseEvented(
  socket: Socket,
  service: Service,
  roundsPerUnit: number,
  offload: Offload | null = null,
): void {
  const conversation = service.open({
    // Asked of the system only by services that want it.
    get peer() {
      return peerName(socket);
    },
  });

  // A reset or a broken pipe concerns this client alone; the stream destroys itself after it.
  socket.on('error', () => {});
  socket.on('drain', () => socket.resume());
  socket.on('end', () => socket.end());
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
      offload(reaction.computations * roundsPerUnit).then(
        () => {
          if (!socket.destroyed && answer(reaction)) socket.resume();
        },
        (error) => socket.destroy(error),
      );
    }
  }

  /** Sends, notes, closes; whether the connection is ready for more. */
  function answer(reaction: Reaction): boolean {
    let ready = true;
    if (reaction.bytes !== null && !socket.write(reaction.bytes)) {
      socket.pause();
      ready = false;
    }
    if (reaction.note !== null) writeLogLine(reaction.note);
    if (reaction.close) {
      socket.pause();
      socket.destroySoon();
      ready = false;
    }
    return ready;
  }
}

function peerName({ remoteAddress, remotePort }: Socket): string {
  if (remoteAddress === undefined) return '';
  return remoteAddress.includes(':')
    ? `[${remoteAddress}]:${remotePort}`
    : `${remoteAddress}:${remotePort}`;
}
