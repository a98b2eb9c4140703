import { loadKoffi } from '../../sockets/libc.ts';
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
 * The thread does not block in accept, because it has children to reap and signals to hear: its
 * event loop watches the listening socket, and accepts one client per turn: to begin is slow, and
 * a crowd of clients must not keep it from the signals.
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
  const failed = Promise.withResolvers<void>();
  let live = 0;
  let isWatching = true;
  listener.setBlocking(false);
  // koffi calls back outside of any turn of Node.js, where no promise would ever go on.
  const onReadable = () => setImmediate(acceptNext);
  const watch = loadKoffi().node.poll(listener.descriptor, { readable: true }, onReadable);
  try {
    await Promise.race([told, failed.promise]);
  } finally {
    watch.close();
    listener.close();
  }

  function acceptNext(): void {
    if (listener.descriptor < 0) return; // closed since we were called
    try {
      serve(listener.accept());
      if (live >= limit) pause();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === 'EAGAIN') return; // the client has gone again
      if (!OUT_OF_RESOURCES.includes(code)) {
        failed.reject(error);
        return;
      }
      writeLogLine(`nobody is accepted for ${RESOURCE_PAUSE_MS} ms: ${code}`);
      pause();
      setTimeout(resume, RESOURCE_PAUSE_MS);
    }
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
        resume();
      });
  }

  function pause(): void {
    watch.stop();
    isWatching = false;
  }

  function resume(): void {
    if (isWatching || listener.descriptor < 0) return;
    watch.start({ readable: true }, onReadable);
    isWatching = true;
  }
}
