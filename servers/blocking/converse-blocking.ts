import type { Socket } from '../../sockets/socket.ts';
import { writeLogLine } from '../hosting/write-log-line.ts';
import { computeNow } from '../services/computation.ts';
import type { Conversation, Reaction } from '../services/service.ts';
import { outlives } from './connection-gone.ts';

/** Most that one receive takes: the rest stays queued in the kernel for the next one. */
const RECEIVE_BUFFER_BYTES = 64 * 1024;

/**
 * One conversation, served by whoever has nothing else to do: receive, answer, receive, ... until
 * the client hangs up. The very same loop runs in the only process (conversation-loop), in a
 * process per connection and in a thread per connection, so that they differ in nothing else.
 *
 * A receive of 0 bytes is the end of the stream, not an empty message: a loop that does not leave
 * then spins for ever. A reset ends this conversation and must not end the server. A client that
 * does not read blocks us in send, which is all the backpressure there need be.
 */
export function converseBlocking(
  connection: Socket,
  conversation: Conversation,
  roundsPerUnit: number,
): void {
  const buffer = receiveBuffer();
  outlives(() => {
    let open = react(connection, conversation.opening, roundsPerUnit);
    while (open) {
      const count = connection.receive(buffer);
      if (count === 0) return;
      open = react(connection, conversation.receive(buffer.subarray(0, count)), roundsPerUnit);
    }
  });
}

/**
 * Receives once and answers once. One receive is not one message: it returns what has arrived, at
 * most a buffer's length. What comes later is never read, and closing a connection with unread
 * bytes resets it, which can cost the client the reply that was already on its way.
 */
export function answerOnce(
  connection: Socket,
  conversation: Conversation,
  roundsPerUnit: number,
): void {
  const buffer = receiveBuffer();
  outlives(() => {
    if (!react(connection, conversation.opening, roundsPerUnit)) return;
    const count = connection.receive(buffer);
    if (count === 0) return;
    react(connection, conversation.receive(buffer.subarray(0, count)), roundsPerUnit);
  });
}

/** Computes, sends, notes; whether the conversation goes on. */
function react(connection: Socket, reaction: Reaction, roundsPerUnit: number): boolean {
  if (reaction.computations > 0) computeNow(reaction.computations * roundsPerUnit);
  if (reaction.bytes !== null) connection.sendAll(reaction.bytes);
  if (reaction.note !== null) writeLogLine(reaction.note);
  return !reaction.close;
}

let sharedBuffer: Uint8Array | null = null;

/** One conversation at a time per thread, so one buffer per thread will do. */
function receiveBuffer(): Uint8Array {
  sharedBuffer ??= new Uint8Array(RECEIVE_BUFFER_BYTES);
  return sharedBuffer;
}
