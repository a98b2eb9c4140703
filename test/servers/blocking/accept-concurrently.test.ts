import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { acceptConcurrently } from '../../../servers/blocking/accept-concurrently.ts';
import { unsupportedReason } from '../../../sockets/libc.ts';
import type { Accepted } from '../../../sockets/socket.ts';
import { Socket } from '../../../sockets/socket.ts';
import { dial } from '../test-client.ts';

const reason = unsupportedReason();

describe.skipIf(reason !== null)(
  `acceptConcurrently${reason === null ? '' : `: ${reason}`}`,
  () => {
    test('leaves clients beyond the limit in the listen queue until one ends', async () => {
      const { socket, address } = listen();
      const told = Promise.withResolvers<void>();
      const begun: Array<{ accepted: Accepted; end: () => void }> = [];
      const accepting = acceptConcurrently(
        socket,
        2,
        (accepted) => {
          const { promise, resolve } = Promise.withResolvers<void>();
          begun.push({ accepted, end: resolve });
          return promise;
        },
        told.promise,
      );

      const clients = await Promise.all([dial(address), dial(address), dial(address)]);
      await until(() => begun.length === 2);
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      expect(begun).toHaveLength(2);

      begun[0]?.end();
      await until(() => begun.length === 3);

      told.resolve();
      await accepting;
      expect(socket.descriptor).toBe(-1);
      for (const { accepted } of begun) accepted.connection.close();
      for (const client of clients) client.destroy();
    });

    test('lets a client go that cannot be served, and serves the next', async () => {
      const { socket, address } = listen();
      const told = Promise.withResolvers<void>();
      const served: Accepted[] = [];
      let calls = 0;
      const accepting = acceptConcurrently(
        socket,
        8,
        async (accepted) => {
          if (calls++ === 0) throw new Error('no room');
          served.push(accepted);
        },
        told.promise,
      );
      const unlucky = await dial(address);
      unlucky.resume();
      await once(unlucky, 'end');
      const lucky = await dial(address);
      await until(() => served.length === 1);

      told.resolve();
      await accepting;
      served[0]?.connection.close();
      unlucky.destroy();
      lucky.destroy();
    });
  },
);

function listen() {
  const socket = Socket.create('inet', 'stream');
  socket.bind({ host: '127.0.0.1', port: 0 });
  socket.listen(16);
  const name = socket.socketName();
  const port = 'port' in name ? name.port : 0;
  return { socket, address: { transport: 'tcp', host: '127.0.0.1', port } as const };
}

/** Turns the event loop until something is so; the test's time-out bounds it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}
