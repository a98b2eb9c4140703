import { Socket } from '../../sockets/socket.ts';
import type { InternetAddress, SocketAddress, SocketFamily } from '../../sockets/socket-address.ts';

/** A free port of this machine, for nobody else to reach. */
export const LOOPBACK: InternetAddress = { host: '127.0.0.1', port: 0 };

/** socket, bind, listen. */
export function listenOn(family: SocketFamily, address: SocketAddress, backlog: number): Socket {
  const listener = Socket.create(family, 'stream');
  try {
    listener.bind(address);
    listener.listen(backlog);
  } catch (error) {
    listener.close();
    throw error;
  }
  return listener;
}

/** Both ends of a TCP connection, in one thread: connect returns when it waits to be accepted. */
export class ConnectedPair implements Disposable {
  readonly client: Socket;
  readonly server: Socket;

  constructor() {
    using listener = listenOn('inet', LOOPBACK, 1);
    this.client = Socket.create('inet', 'stream');
    this.client.connect(listener.socketName());
    this.server = listener.accept().connection;
  }

  [Symbol.dispose](): void {
    this.client.close();
    this.server.close();
  }
}

export function closeAll(sockets: Iterable<Socket>): void {
  for (const socket of sockets) socket.close();
}
