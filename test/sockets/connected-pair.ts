import { Socket } from '../../sockets/socket.ts';
import type { SocketAddress, SocketFamily } from '../../sockets/socket-address.ts';

let names = 0;

/** Where a socket of this family can listen without a clash: a free port, or an abstract name. */
export function freeAddress(family: SocketFamily): SocketAddress {
  names += 1;
  if (family === 'unix') return { path: `\0echosounder-test-${process.pid}-${names}` };
  return { host: family === 'inet' ? '127.0.0.1' : '::1', port: 0 };
}

export function listen(family: SocketFamily, backlog = 5): Socket {
  const listener = Socket.create(family, 'stream');
  listener.bind(freeAddress(family));
  listener.listen(backlog);
  return listener;
}

/** Both ends of a connection, made in one thread: connect ends in the listen queue. */
export class ConnectedPair implements Disposable {
  readonly client: Socket;
  readonly server: Socket;

  constructor(family: SocketFamily = 'inet') {
    using listener = listen(family);
    this.client = Socket.create(family, 'stream');
    this.client.connect(listener.socketName());
    this.server = listener.accept().connection;
  }

  [Symbol.dispose](): void {
    this.client.close();
    this.server.close();
  }
}

/** The error that `action` throws; fails when it throws none of this class. */
export function thrownBy<E extends Error>(
  kind: abstract new (...args: never[]) => E,
  action: () => unknown,
): E {
  try {
    action();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`threw something else: ${String(error)}`, { cause: error });
  }
  throw new Error('threw nothing');
}
