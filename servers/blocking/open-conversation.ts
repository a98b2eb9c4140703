import type { Socket } from '../../sockets/socket.ts';
import type { Conversation, Service } from '../services/service.ts';

/** Begins a conversation whose thread has no other client: whatever it is told may block it. */
export function openConversation(service: Service, connection: Socket, peer: string): Conversation {
  return service.open({ peer, tell: (bytes) => connection.sendAll(bytes) });
}
