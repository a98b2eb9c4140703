import type { LoadShare } from '../load-plan.ts';
import type { ClientContext } from './client-context.ts';
import { type DatagramBooks, DatagramClient } from './datagram-client.ts';
import { DatagramsInFlight } from './datagrams-in-flight.ts';
import { LostDatagrams } from './lost-datagrams.ts';
import { MessageSlab } from './message-slab.ts';

/** One client per connection of the share, and one watch over what all of them lose. */
export function createDatagramClients(
  { plan, connections, firstConnection }: LoadShare,
  context: ClientContext,
  payloadBytes: number,
): DatagramClient[] {
  const { timeoutNs } = plan.timing;
  const { recorder, clock, carrier } = context;
  const inFlight = new DatagramsInFlight(new MessageSlab(plan, connections, payloadBytes));
  const lost = new LostDatagrams(recorder, timeoutNs, connections);
  let isClosed = false;

  /** Gives up what waited too long; returns when the next message will have. */
  function giveUpOverdue(nowNs: number): number {
    for (;;) {
      const cell = inFlight.oldestCell;
      if (cell < 0) return nowNs + timeoutNs;
      const dueNs = (inFlight.slab.sentNs[cell] ?? 0) + timeoutNs;
      if (dueNs > nowNs) return dueNs;
      clients[inFlight.slotOf(cell)]?.giveUp(cell, nowNs);
    }
  }

  function watch(): void {
    if (isClosed) return;
    const nowNs = clock();
    carrier.later(giveUpOverdue(nowNs) - nowNs, watch);
  }

  function close(nowNs: number): void {
    if (isClosed) return;
    isClosed = true;
    for (const client of clients) client.receiveRest();
    giveUpOverdue(nowNs);
    lost.settleAll();
  }

  const books: DatagramBooks = {
    inFlight,
    lost,
    close,
    get isClosed() {
      return isClosed;
    },
  };
  const clients = Array.from(
    { length: connections },
    (_, slot) => new DatagramClient(slot, firstConnection + slot, context, books),
  );
  carrier.later(timeoutNs, watch);
  return clients;
}
