import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import {
  type KnownServer,
  type StartKnownServerOptions,
  startKnownServer,
} from '../../known-servers/start-known-server.ts';
import { processAlive } from './process-alive.ts';

const servers: KnownServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(options: StartKnownServerOptions = {}): Promise<KnownServer> {
  const server = await startKnownServer({ kind: 'null-echo' }, options);
  servers.push(server);
  return server;
}

async function connectTo({ address }: KnownServer): Promise<Socket> {
  if (address.transport !== 'tcp') throw new Error('it was to speak TCP');
  const socket = connect(address.port, address.host);
  await once(socket, 'connect');
  return socket;
}

/** The first `bytes` that come back; a socket that was paused flows again. */
function hear(socket: Socket, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let heard = 0;
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      heard += chunk.length;
      if (heard >= bytes) resolve(Buffer.concat(chunks));
    });
    socket.once('close', () => reject(new Error(`closed after ${heard} of ${bytes} bytes`)));
    socket.resume();
  });
}

test('the null server echoes every client', async () => {
  const server = await start();
  for (const text of ['one', 'two']) {
    const socket = await connectTo(server);
    socket.write(text);
    expect((await hear(socket, 3)).toString()).toBe(text);
    socket.destroy();
  }
});

test('an answer that the client is slow to take arrives whole', async () => {
  const socket = await connectTo(await start());
  const sent = Buffer.alloc(16 << 20, 'abcdefg');
  // Nobody reads until all is written: the kernel can't hold that much.
  socket.pause();
  socket.write(sent);
  await new Promise((resolve) => setImmediate(resolve));
  expect((await hear(socket, sent.length)).equals(sent)).toBe(true);
  socket.destroy();
});

test('stopping it gives back what it logged, and leaves no process', async () => {
  const server = await start();
  const sockets = [await connectTo(server), await connectTo(server)];
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.write('x');
    await hear(socket, 1);
  }
  const exit = await server.stop();
  expect(exit).toMatchObject({ code: 0, forced: false, log: { connections: 2 } });
  expect(exit.connectionsPerWorker).toEqual([2]);
  expect(processAlive(server.pid)).toBe(false);
  for (const socket of sockets) socket.destroy();
});

test('its life is bounded', async () => {
  const server = await start({ lifeMs: 50 });
  expect(await server.exited).toMatchObject({ forced: true, log: null });
});
