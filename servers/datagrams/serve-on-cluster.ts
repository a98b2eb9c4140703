import { setTimeout as sleep } from 'node:timers/promises';
import { startMember } from '../cluster-member.ts';
import { siblingFile } from '../hosting/sibling-file.ts';
import { stopSignal } from '../hosting/stop-signal.ts';
import type { ServerEvents, ServerOptions } from '../strategy.ts';
import { findOwnPort } from './find-own-port.ts';

/** From the request to stop until we end without having heard from all workers. */
const STOP_TIMEOUT_MS = 600;

const WORKER_FILE = siblingFile(import.meta.url, 'serve-on-cluster.worker');

/** A socket and an event loop in each of a few processes, all on one port. Ends when none is left. */
export async function serveDatagramsOnCluster(
  options: ServerOptions,
  events: ServerEvents,
): Promise<void> {
  const told = stopSignal().then(() => 'told' as const);
  const own = await findOwnPort(options);
  const members = Array.from({ length: options.workers }, (_, index) =>
    startMember(WORKER_FILE, index + 1, own),
  );
  const [address] = await Promise.all(members.map(({ listening }) => listening));
  if (address === undefined) throw new RangeError('a server has one worker at least');
  events.listening(address);

  const allEnded = Promise.all(members.map(({ ended }) => ended)).then(() => 'ended' as const);
  const end = await Promise.race([told, allEnded]);
  for (const member of members) member.stop();
  await Promise.race([allEnded, sleep(STOP_TIMEOUT_MS)]);
  events.datagramsPerWorker(members.map((member) => member.heard()));
  if (end === 'ended') throw new Error('no worker of the cluster is left');
}
