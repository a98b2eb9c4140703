import { unsupportedReason } from '../sockets/libc.ts';
import { formatAddressText } from '../sockets/socket-address.ts';
import { converseBlocking } from './blocking/converse-blocking.ts';
import { listenBlocking } from './blocking/listen-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import { prepareConnection } from './blocking/prepare-connection.ts';
import { serveDatagramsBlocking } from './datagrams/serve-blocking.ts';
import { loadService } from './services/registry.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/**
 * A loop in the loop: answer a client until it hangs up, then turn to the next.
 *
 * - Who accepts: the only thread, when a client has left.
 * - Who serves: the same thread, the whole conversation of one client.
 * - Where clients wait: in the listen queue, for as long as the one before them likes to talk.
 * - What it costs: for the one who is served nothing is faster: two system calls per message and
 *   nobody else to care for. All the others pay.
 * - The trap: the average of those served looks splendid. Count those who were not.
 *
 * With datagrams there is no conversation to wait for, and the same blocking thread serves them all:
 * receive from anybody, send back to whoever it was. What made clients wait for each other was never
 * the one thread, it was the connection that the thread blocked on. What does not fit the receive
 * buffer is lost, where a connection would have made its client wait.
 */
export const conversationLoop: ServerStrategy = {
  name: 'conversation-loop',
  summary: 'One thread serves one client until it hangs up; others wait in the listen queue.',
  transports: ['tcp', 'unix', 'udp'],
  admits: 'serial',
  answers: 'conversation',
  blocks: true,
  unsupported: unsupportedReason,
  serve: serveClientByClient,
};

async function serveClientByClient(options: ServerOptions, events: ServerEvents): Promise<void> {
  if (options.listen.transport === 'udp')
    return serveDatagramsBlocking(options, events, 'for ever');
  const service = await loadService(options.service, options.work);
  const listener = await listenBlocking(options);
  events.listening(listener.address);

  for (;;) {
    const { connection, peer } = listener.socket.accept();
    prepareConnection(connection);
    const conversation = openConversation(service, connection, formatAddressText(peer));
    converseBlocking(connection, conversation, options.work.rounds);
    connection.close();
  }
}
