import { Epoll, epollEvents } from '../sockets/epoll.ts';
import { Socket } from '../sockets/socket.ts';
import { SocketError } from '../sockets/socket-error.ts';
import type { Behaviour } from './behaviour.ts';
import { ServedConnection } from './served-connection.ts';

const BACKLOG = 4096;
const EVENTS_PER_WAIT = 512;
const CLIENT =
  epollEvents.readable + epollEvents.writable + epollEvents.readHangUp + epollEvents.edgeTriggered;
/** Standard input: it carries nothing, its end says to stop. */
const LIFELINE = 0;

/**
 * Serves all clients of a free loopback port on this thread, until standard input ends. Blocks: no
 * other JavaScript runs meanwhile. Returns how many connections there were.
 */
export function serveUntilTold(
  behaviour: Behaviour,
  onListening: (host: string, port: number) => void,
): number {
  using epoll = Epoll.create(EVENTS_PER_WAIT);
  using listener = listenOnLoopback();
  epoll.add(listener.descriptor, epollEvents.readable);
  epoll.add(LIFELINE, epollEvents.readHangUp);
  const name = listener.socketName();
  if (!('port' in name)) throw new Error('the listener has no port');
  onListening(name.host, name.port);
  const connections: (ServedConnection | undefined)[] = [];
  let accepted = 0;
  for (;;) {
    const count = epoll.wait(null);
    behaviour.woke?.();
    for (let i = 0; i < count; i += 1) {
      const fd = epoll.token(i);
      if (fd === LIFELINE) return accepted;
      if (fd !== listener.descriptor) {
        if (connections[fd]?.handle(epoll.events(i)) === false) connections[fd] = undefined;
        continue;
      }
      const socket = acceptNow(listener);
      if (socket === null) continue;
      accepted += 1;
      connections[socket.descriptor] = new ServedConnection(socket, behaviour.converse);
      epoll.add(socket.descriptor, CLIENT);
    }
  }
}

function listenOnLoopback(): Socket {
  const listener = Socket.create('inet', 'stream');
  listener.bind({ host: '127.0.0.1', port: 0 });
  listener.listen(BACKLOG);
  listener.setBlocking(false);
  return listener;
}

/** Null when the client that was announced is gone again. */
function acceptNow(listener: Socket): Socket | null {
  try {
    const { connection } = listener.accept();
    connection.setOption('noDelay', true);
    return connection;
  } catch (error) {
    if (error instanceof SocketError && error.code === 'EAGAIN') return null;
    throw error;
  }
}
