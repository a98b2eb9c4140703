import { Epoll, epollEvents } from '../../sockets/epoll.ts';
import type { Socket } from '../../sockets/socket.ts';

/**
 * Waits until one of the sockets can be written to (a connect has ended), or read from; the first
 * such one, `null` when the time is over.
 */
export function firstReady(
  sockets: readonly Socket[],
  kind: 'readable' | 'writable',
  timeoutMs: number,
): Socket | null {
  using epoll = Epoll.create();
  for (const [index, socket] of sockets.entries()) {
    epoll.add(socket.descriptor, epollEvents[kind], index);
  }
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const restMs = Math.max(0, deadlineMs - performance.now());
    if (epoll.wait(restMs * 1e6) > 0) return sockets[epoll.token(0)] ?? null;
    if (restMs === 0) return null;
  }
}
