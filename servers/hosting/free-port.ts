import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that nobody listens on at this moment. Somebody may take it before the server does: the
 * server then ends, and says why.
 */
export async function findFreePort(transport: 'tcp' | 'udp', host: string): Promise<number> {
  if (transport === 'udp') {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
      socket.bind(0, host);
      await once(socket, 'listening');
      return socket.address().port;
    } finally {
      socket.close();
    }
  }
  const server = createServer();
  try {
    server.listen(0, host);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error(`${host} gave no port`);
    return address.port;
  } finally {
    server.close();
  }
}
