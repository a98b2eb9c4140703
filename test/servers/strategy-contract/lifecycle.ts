import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { Address } from '../../../protocol/address.ts';
import { startServer } from '../../../servers/start-server.ts';
import type { RunningServer, ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { closed, dial, readExactly, readToEnd, sendAllThenRead } from '../test-client.ts';
import { expectNothingLeft, withServer } from '../with-server.ts';

const QUEUING_CLIENTS = 8;
const LOAD_CLIENTS = 6;

/** The listen queue, the end under load, and the start after it. */
export function testLifecycle(strategy: ServerStrategy, options: ServerOptions): void {
  test('clients beyond the listen queue are served in the end, or told no', async () => {
    await withServer(strategy, { ...options, backlog: 1 }, async ({ address }) => {
      const first = await dial(address); // keeps a serial server busy while the others queue up
      const outcomes = Array.from({ length: QUEUING_CLIENTS }, () => tryOnce(address));
      const reply = readExactly(first, 1);
      first.write('1');
      await reply;
      first.destroy();
      const served = (await Promise.all(outcomes)).filter((outcome) => outcome === 'served').length;
      // Over TCP the kernel tries again for the client, and may reset it; a full unix queue refuses
      // at once. Nobody is left hanging: all have settled.
      if (strategy.admits === 'one') expect(served).toBe(0);
      else expect(served).toBeGreaterThan(0);
    });
  });

  test('it ends under load at once and whole, whether clients talk or keep silent', async () => {
    const server = await startServer(strategy.name, options);
    const clients = await applyLoad(server, strategy);
    const exit = await server.stop();
    expectNothingLeft(server);
    expect(exit.forced).toBe(false);
    await Promise.all(clients.map(closed));
  });

  test('it starts again at once on the address where it hung up on a client', async () => {
    const server = await startServer(strategy.name, options);
    const client = await dial(server.address);
    const reply = readExactly(client, 1);
    client.write('1');
    await reply;
    await server.stop();
    await readToEnd(client);
    // Other servers may have had this port within the last minute.
    if (server.address.transport === 'tcp') {
      expect(connectionsInTimeWait(server.address)).toBeGreaterThanOrEqual(1);
    }

    await withServer(strategy, { ...options, listen: server.address }, async ({ address }) => {
      expect(address).toEqual(server.address);
      expect(String(await sendAllThenRead(address, Buffer.from('again')))).toBe('again');
    });
  });
}

async function tryOnce(address: Address): Promise<'served' | 'told no'> {
  try {
    const bytes = Buffer.from('?');
    return bytes.equals(await sendAllThenRead(address, bytes)) ? 'served' : 'told no';
  } catch {
    return 'told no';
  }
}

/**
 * Clients, as many as it serves, that talk without end, but for one that has had its reply and says
 * no more; and others that it does not serve yet. Returns when all do what they are to do.
 */
async function applyLoad(server: RunningServer, strategy: ServerStrategy): Promise<Socket[]> {
  const atATime = strategy.admits === 'concurrent' ? LOAD_CLIENTS : 1;
  const clients: Socket[] = [];
  for (let client = 0; client < LOAD_CLIENTS; client++) {
    const socket = await dial(server.address);
    clients.push(socket);
    if (strategy.answers === 'conversation' && client < atATime) {
      const reply = readExactly(socket, 4);
      socket.write('ping');
      await reply;
      if (client !== 1) {
        socket.on('data', (chunk) => socket.write(chunk));
        socket.write('ping');
      }
    }
    socket.on('end', () => socket.end());
    socket.resume();
  }
  return clients;
}

/** Connections whose server side hung up first, and that the kernel still remembers (man 5 proc_net). */
function connectionsInTimeWait({ port }: { readonly port: number }): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'latin1').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address, , state]) => address?.endsWith(local) && state === '06').length;
}
