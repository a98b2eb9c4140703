import { lookup } from 'node:dns/promises';
import { Socket } from '../../sockets/socket.ts';
import type { ServerEvents, ServerOptions } from '../strategy.ts';
import { type AnswerDatagram, createAnswer, DATAGRAM_MAX_BYTES } from './answer-datagram.ts';

/** What the network tells of replies that found nobody (man 7 udp): news of the past, no failure. */
const SENDER_IS_GONE: readonly string[] = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

/**
 * Answers one datagram (`how: 'once'`) or one after the other without end. Socket, bind, recvfrom,
 * sendto: no listen and no accept, because nobody connects. The one socket hears every sender.
 */
export async function serveDatagramsBlocking(
  options: ServerOptions,
  events: ServerEvents,
  how: 'once' | 'for ever',
): Promise<void> {
  const answer = await createAnswer(options);
  const socket = await bindBlocking(options, events);
  const buffer = new Uint8Array(DATAGRAM_MAX_BYTES);
  do answerNext(socket, buffer, answer);
  while (how === 'for ever');
  socket.close();
}

/** Without SO_REUSEADDR, which lets a second socket take the port of a live one (man 7 socket). */
async function bindBlocking({ listen }: ServerOptions, events: ServerEvents): Promise<Socket> {
  if (listen.transport !== 'udp') throw new RangeError(`${listen.transport} carries no datagrams`);
  const { address: host, family } = await lookup(listen.host);
  const socket = Socket.create(family === 6 ? 'inet6' : 'inet', 'datagram');
  socket.bind({ host, port: listen.port });
  const bound = socket.socketName();
  const port = 'port' in bound ? bound.port : listen.port;
  events.listening({ transport: 'udp', host, port });
  return socket;
}

function answerNext(socket: Socket, buffer: Uint8Array, answer: AnswerDatagram): void {
  const { count, sender } = receiveNext(socket, buffer);
  const reply = answer(buffer.subarray(0, count));
  if (reply === null) return;
  try {
    socket.sendTo(reply, sender);
  } catch {
    // Whoever can't be reached, or wrote under an address that nobody has, loses a reply: a
    // datagram may always be lost. If the socket itself is at fault, the next receive says so.
  }
}

function receiveNext(socket: Socket, buffer: Uint8Array) {
  for (;;) {
    try {
      return socket.receiveFrom(buffer);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!SENDER_IS_GONE.includes(code)) throw error;
    }
  }
}
