import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { formatAddress } from '../../protocol/address.ts';
import { startServer } from '../../servers/start-server.ts';
import type { ServerOptions } from '../../servers/strategy.ts';

const OPTIONS: ServerOptions = {
  service: 'echo',
  listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
  backlog: 16,
  workers: 1,
  distribution: 'round-robin',
  work: { rounds: 1, messageBytes: 1 },
};

/** Servers to talk with that do what a test wants; gone when the test has finished. */

/** Returns its address. */
export async function listenTcp(serve: (client: Socket) => void): Promise<string> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => {}); // a client that breaks off is the test's wish
    serve(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const client of clients) client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `tcp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** What `answer` returns goes back to the sender. */
export async function listenUdp(answer: (bytes: Buffer) => Buffer | null): Promise<string> {
  const server = createSocket('udp4');
  server.on('message', (bytes, { port, address }) => {
    const reply = answer(bytes);
    if (reply !== null) server.send(reply, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return `udp://127.0.0.1:${server.address().port}`;
}

/** An address where nobody listens. */
export async function nobody(transport: 'tcp' | 'udp'): Promise<string> {
  if (transport === 'udp') {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    return `udp://127.0.0.1:${port}`;
  }
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `tcp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** One of ours, in a process of its own. Returns its address. */
export async function startBuiltIn(
  strategy: string,
  change: Partial<ServerOptions> = {},
): Promise<string> {
  const server = await startServer(strategy, { ...OPTIONS, ...change });
  onTestFinished(async () => void (await server.stop()));
  return formatAddress(server.address);
}
