import { createChurnExchange } from '../exchanges/churn-exchange.ts';
import { createGreetExchange } from '../exchanges/greet-exchange.ts';
import type { LoadShare } from '../load-plan.ts';
import type { ClientContext, ConnectedClient } from './client-context.ts';
import { ConversationClient } from './conversation-client.ts';
import { OneShotClient } from './one-shot-client.ts';

/** One client per connection of the share, in the order of their slots. */
export function createClients(share: LoadShare, context: ClientContext): ConnectedClient[] {
  const { workload, expectedGreeting } = share.plan;
  const expected = { text: expectedGreeting };
  return Array.from({ length: share.connections }, (_, slot) => {
    const connection = share.firstConnection + slot;
    if (workload.kind === 'conversation') return new ConversationClient(slot, connection, context);
    const createExchange =
      workload.kind === 'churn'
        ? () => createChurnExchange(workload.payloadBytes, connection)
        : () => createGreetExchange(expected);
    return new OneShotClient(slot, context, createExchange);
  });
}
