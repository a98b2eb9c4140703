import { unsupportedReason } from '../sockets/libc.ts';
import { formatAddressText } from '../sockets/socket-address.ts';
import { answerOnce } from './blocking/converse-blocking.ts';
import { listenBlocking } from './blocking/listen-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import { prepareConnection } from './blocking/prepare-connection.ts';
import { loadService } from './services/registry.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/**
 * One-shot with accept in an endless loop: the server survives its clients.
 *
 * - Who accepts: the only thread, between two clients.
 * - Who serves: the same thread: one receive, one reply, close, next.
 * - Where clients wait: in the listen queue, where the kernel has already finished their handshake.
 *   To them it looks as if they were connected; they only get no answer.
 * - What it costs: a connection for every message.
 * - The trap: a client that connects and says nothing keeps everybody else waiting.
 */
export const connectionLoop: ServerStrategy = {
  name: 'connection-loop',
  summary:
    'One thread answers one message per client, client after client; others wait in the listen queue.',
  transports: ['tcp', 'unix'],
  noDatagrams: 'without connections it would be the loop of conversation-loop: take that',
  admits: 'serial',
  answers: 'one-message',
  blocks: true,
  unsupported: unsupportedReason,
  serve: serveMessageByMessage,
};

async function serveMessageByMessage(options: ServerOptions, events: ServerEvents): Promise<void> {
  const service = await loadService(options.service, options.work);
  const listener = await listenBlocking(options);
  events.listening(listener.address);

  for (;;) {
    const { connection, peer } = listener.socket.accept();
    prepareConnection(connection);
    const conversation = openConversation(service, connection, formatAddressText(peer));
    answerOnce(connection, conversation, options.work.rounds);
    connection.close();
  }
}
