import { stopSignal } from '../hosting/stop-signal.ts';
import type { ServerEvents, ServerOptions } from '../strategy.ts';
import { openDatagramLoop } from './datagram-loop.ts';

/** Answers all datagrams on the event loop of this thread until the process is told to stop. */
export async function serveDatagramsOnLoop(
  options: ServerOptions,
  events: ServerEvents,
): Promise<void> {
  const told = stopSignal();
  const loop = await openDatagramLoop(options, false);
  events.listening(loop.address);
  await Promise.race([told, loop.failed]);
  events.datagramsPerWorker([loop.close()]);
}
