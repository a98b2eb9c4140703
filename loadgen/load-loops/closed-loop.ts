import { DueQueue } from './due-queue.ts';
import type { Client, LoadLoop } from './load-loop.ts';

/**
 * The next message follows the reply, at once or after the time to think. The server sets the
 * pace: a slow reply delays the messages behind it, so response times from here do not speak of
 * clients that come on their own (coordinated omission).
 */
export function createClosedLoop(
  thinkTimeNs: number,
  clientCount: number,
  depth: number,
): LoadLoop {
  let clients: readonly Client[] = [];
  let endNs = 0;
  let running = false;
  const thinking = new DueQueue(thinkTimeNs > 0 ? clientCount * depth : 1);
  /** Messages each client thinks about: no client may take up the queue of the others. */
  const thoughts = new Uint16Array(clientCount);

  function think(slot: number, dueNs: number): void {
    const thought = thoughts[slot] ?? depth;
    if (thought >= depth) return;
    thoughts[slot] = thought + 1;
    thinking.push(slot, dueNs);
  }

  function sendUpTo(client: Client, messages: number, nowNs: number): void {
    for (let sent = 0; sent < messages && nowNs < endNs && client.hasRoom(); sent += 1) {
      client.send(nowNs);
    }
  }

  return {
    get started() {
      return running;
    },
    start(all, _startNs, end, nowNs) {
      clients = all;
      endNs = end;
      running = true;
      for (const client of clients) sendUpTo(client, depth, nowNs);
    },
    onRoom(client, nowNs) {
      if (!running) return;
      if (thinkTimeNs === 0) sendUpTo(client, depth, nowNs);
      else think(client.slot, nowNs + thinkTimeNs);
    },
    pump(nowNs) {
      while (thinking.nextDueNs <= nowNs) {
        const dueNs = thinking.nextDueNs;
        const slot = thinking.pop();
        thoughts[slot] = (thoughts[slot] ?? 1) - 1;
        const client = clients[slot];
        if (client?.hasRoom() && dueNs < endNs) client.send(dueNs);
      }
      // Who starts to think after this call is due no sooner than that.
      return thinkTimeNs === 0
        ? Number.POSITIVE_INFINITY
        : Math.min(thinking.nextDueNs, nowNs + thinkTimeNs);
    },
    end(end) {
      endNs = end;
    },
    unsent: () => [],
  };
}
