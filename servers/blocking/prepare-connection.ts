import type { Socket } from '../../sockets/socket.ts';

/**
 * TCP_NODELAY, on for every strategy: Nagle's algorithm holds a small reply back while an earlier
 * one is unacknowledged, and delayed acknowledgements hold that back in turn: 40 ms of waiting that
 * no concurrency model caused (man 7 tcp). A unix socket has no such thing.
 */
export function prepareConnection(connection: Socket): void {
  if (connection.family === 'unix') return;
  try {
    connection.setOption('noDelay', true);
  } catch {
    // The client is gone already: whoever receives from it will find out.
  }
}
