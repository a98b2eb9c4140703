import { keepsConnection } from '../../results/keeps-connection.ts';
import { createChurnExchange } from '../exchanges/churn-exchange.ts';
import { createGreetExchange } from '../exchanges/greet-exchange.ts';
import type { LoadShare } from '../load-plan.ts';
import type { ClientContext, ConnectedClient } from './client-context.ts';
import { ConversationClient } from './conversation-client.ts';
import { createChatClients } from './create-chat-clients.ts';
import { createDatagramClients } from './create-datagram-clients.ts';
import { MessageSlab } from './message-slab.ts';
import { OneShotClient } from './one-shot-client.ts';

/** One client per connection of the share, in the order of their slots. */
export function createClients(share: LoadShare, context: ClientContext): ConnectedClient[] {
  const { plan, connections, firstConnection } = share;
  const { workload } = plan;
  if (plan.target.transport === 'udp') {
    if (workload.kind !== 'conversation')
      throw new Error(`the workload ${workload.kind} has no meaning for datagrams`);
    return createDatagramClients(share, context, workload.payloadBytes);
  }
  if (workload.kind === 'chat') return createChatClients(share, context, workload);
  if (keepsConnection(workload)) {
    const slab = new MessageSlab(plan, connections, workload.payloadBytes);
    return Array.from(
      { length: connections },
      (_, slot) => new ConversationClient(slot, firstConnection + slot, context, slab),
    );
  }
  const expected = { text: plan.expectedGreeting };
  return Array.from({ length: connections }, (_, slot) => {
    const connection = firstConnection + slot;
    const createExchange =
      workload.kind === 'churn'
        ? () => createChurnExchange(workload.payloadBytes, connection)
        : () => createGreetExchange(expected);
    return new OneShotClient(slot, context, createExchange);
  });
}
