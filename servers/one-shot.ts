import { unsupportedReason } from '../sockets/libc.ts';
import { formatAddressText } from '../sockets/socket-address.ts';
import { answerOnce } from './blocking/converse-blocking.ts';
import { listenBlocking } from './blocking/listen-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import { prepareConnection } from './blocking/prepare-connection.ts';
import { serveDatagramsBlocking } from './datagrams/serve-blocking.ts';
import { loadService } from './services/registry.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/**
 * The six steps of a server, once: socket, bind, listen, accept, receive and send, close.
 *
 * - Who accepts: the only thread. It blocks in accept, and uses no CPU, until somebody connects.
 * - Who serves: the same thread, one message of one client. Then the process ends.
 * - Where clients wait: the second one waits in the listen queue, and is reset when the server goes.
 * - What it costs: nothing could cost less.
 * - The trap: it works on the first try, and only on the first.
 *
 * With datagrams the six steps are four: socket, bind, receive and send, close. Nobody listens and
 * nobody is accepted: the first datagram is answered, whoever sent it, and those behind it in the
 * receive buffer are lost with the socket. Their senders may be told (ICMP), and may not.
 */
export const oneShot: ServerStrategy = {
  name: 'one-shot',
  summary: 'One thread accepts one client, answers one message and ends; others are refused.',
  transports: ['tcp', 'unix', 'udp'],
  admits: 'one',
  answers: 'one-message',
  blocks: true,
  unsupported: unsupportedReason,
  serve: serveOneClient,
};

async function serveOneClient(options: ServerOptions, events: ServerEvents): Promise<void> {
  if (options.listen.transport === 'udp') return serveDatagramsBlocking(options, events, 'once');
  const service = await loadService(options.service, options.work);
  const listener = await listenBlocking(options);
  events.listening(listener.address);

  const { connection, peer } = listener.socket.accept();
  prepareConnection(connection);
  const conversation = openConversation(service, connection, formatAddressText(peer));
  answerOnce(connection, conversation, options.work.rounds);
  connection.close();
  listener.socket.close();
}
