import { setTimeout as sleep } from 'node:timers/promises';
import type { Accepted, Socket } from '../sockets/socket.ts';
import { writeLogLine } from './write-log-line.ts';

/** The machine, not the client, has run out of something (man 2 accept): wait, then go on. */
const OUT_OF_RESOURCES: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const RESOURCE_PAUSE_MS = 100;

/** The listening socket was shut or closed. */
const LISTENER_IS_GONE: readonly string[] = ['EINVAL', 'EBADF'];

/**
 * Accepts clients and begins to serve each, until the listening socket is closed. At most `limit`
 * are served at a time: at the limit nobody is accepted until one ends, so that clients wait in
 * the listen queue, which is bounded too, and not in a growing heap of processes or threads.
 *
 * @param begin serves one client elsewhere; resolves when that is over. If it rejects, that client
 *   is let go, and the server lives on.
 */
export async function acceptConcurrently(
  listener: Socket,
  limit: number,
  begin: (accepted: Accepted) => Promise<void>,
): Promise<void> {
  let live = 0;
  let oneEnded = Promise.withResolvers<void>();
  for (;;) {
    while (live >= limit) await oneEnded.promise;
    const accepted = await acceptNext(listener);
    if (accepted === null) return;
    live++;
    begin(accepted)
      .catch((error) => {
        writeLogLine(`a client could not be served: ${String(error)}`);
        accepted.connection.close();
      })
      .finally(() => {
        live--;
        oneEnded.resolve();
        oneEnded = Promise.withResolvers();
      });
  }
}

async function acceptNext(listener: Socket): Promise<Accepted | null> {
  for (;;) {
    try {
      return await listener.acceptAsync();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (LISTENER_IS_GONE.includes(code)) return null;
      if (!OUT_OF_RESOURCES.includes(code)) throw error;
      writeLogLine(`cannot accept for ${RESOURCE_PAUSE_MS} ms: ${code}`);
      await sleep(RESOURCE_PAUSE_MS);
    }
  }
}
