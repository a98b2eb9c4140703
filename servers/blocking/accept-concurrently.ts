import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Accepted, Socket } from '../../sockets/socket.ts';
import { writeLogLine } from '../hosting/write-log-line.ts';

/** The machine, not the client, has run out of something (man 2 accept): wait, then go on. */
const OUT_OF_RESOURCES: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const RESOURCE_PAUSE_MS = 100;

/**
 * Accepts clients and begins to serve each elsewhere, until `told` resolves; then closes the
 * listening socket. At most `limit` are served at a time: at the limit nobody is accepted until
 * one ends, so that clients wait in the listen queue, which is bounded too, and not in a growing
 * heap of processes or threads.
 *
 * The thread does not block in accept, because it has children to reap and signals to hear; and it
 * accepts one client per turn of its event loop: to begin is slow, and a crowd of clients must not
 * keep it from the signals.
 *
 * @param begin serves one client; resolves when that is over. If it rejects, that client is let
 *   go, and the server lives on.
 */
export async function acceptConcurrently(
  listener: Socket,
  limit: number,
  begin: (accepted: Accepted) => Promise<void>,
  told: Promise<void>,
): Promise<void> {
  let live = 0;
  let change = Promise.withResolvers<void>();
  told.then(() => {
    listener.close(); // whoever waits in accept hears of it
    change.resolve();
  });
  try {
    while (listener.descriptor >= 0) {
      if (live < limit) {
        const accepted = await acceptNext(listener);
        if (accepted !== null) serve(accepted);
        await nextTurn();
      } else {
        await change.promise;
        change = Promise.withResolvers();
      }
    }
  } finally {
    listener.close();
  }

  function serve(accepted: Accepted): void {
    live++;
    begin(accepted)
      .catch((error) => {
        writeLogLine(`a client could not be served: ${String(error)}`);
        accepted.connection.close();
      })
      .finally(() => {
        live--;
        change.resolve();
      });
  }
}

/** Null when there is none after all: the listening socket was closed, or the machine needs a pause. */
async function acceptNext(listener: Socket): Promise<Accepted | null> {
  try {
    return await listener.acceptAsync();
  } catch (error) {
    if (listener.descriptor < 0) return null;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!OUT_OF_RESOURCES.includes(code)) throw error;
    writeLogLine(`nobody is accepted for ${RESOURCE_PAUSE_MS} ms: ${code}`);
    await sleep(RESOURCE_PAUSE_MS);
    return null;
  }
}
