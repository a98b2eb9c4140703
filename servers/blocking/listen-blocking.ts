import { lookup } from 'node:dns/promises';
import type { Address } from '../../protocol/address.ts';
import { Socket } from '../../sockets/socket.ts';
import type { ServerOptions } from '../strategy.ts';

/** A listening socket, and the address clients can connect to. */
export interface Listener {
  readonly socket: Socket;
  readonly address: Address;
}

/**
 * The first half of every server: socket, bind, listen. Names are looked up before, because that
 * is the last thing that can wait on the event loop.
 *
 * SO_REUSEADDR is on: connections of a server that ended linger in TIME_WAIT for a minute, and
 * without it a restart on the same port fails with "address already in use". It does not let two
 * servers listen on one port (man 7 socket). Node.js sets it on its own servers too.
 */
export async function listenBlocking({ listen, backlog }: ServerOptions): Promise<Listener> {
  if (listen.transport === 'unix') {
    const socket = Socket.create('unix', 'stream');
    socket.bind({ path: listen.path });
    socket.listen(backlog);
    return { socket, address: listen };
  }
  const { address: host, family } = await lookup(listen.host);
  const socket = Socket.create(family === 6 ? 'inet6' : 'inet', 'stream');
  socket.setOption('reuseAddress', true);
  socket.bind({ host, port: listen.port });
  socket.listen(backlog);
  const bound = socket.socketName();
  const port = 'port' in bound ? bound.port : listen.port;
  return { socket, address: { transport: 'tcp', host, port } };
}
