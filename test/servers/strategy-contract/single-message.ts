import { expect, test } from 'vitest';
import type { ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { dial, pattern, readToEnd, readUntilBroken, sendAllThenRead } from '../test-client.ts';
import { withServer } from '../with-server.ts';

const GREETING = 'Thank you for connecting';

/** For servers that receive once, reply once and hang up. */
export function testSingleMessages(strategy: ServerStrategy, options: ServerOptions): void {
  const clients = strategy.admits === 'one' ? 1 : 3;

  test.each(['echo', 'work'])('%s: one message comes back, then the end', async (service) => {
    for (const size of [1, 7, 1460]) {
      const exit = await withServer(strategy, { ...options, service }, async ({ address }) => {
        for (let client = 0; client < clients; client++) {
          const socket = await dial(address);
          const bytes = pattern(size);
          const reply = readToEnd(socket);
          socket.write(bytes);
          expect(bytes.equals(await reply)).toBe(true);
        }
      });
      if (strategy.admits === 'one') expect(exit.forced).toBe(false);
    }
  });

  test('a client that ends its side still gets its reply, then the end', async () => {
    await withServer(strategy, options, async ({ address }) => {
      expect(String(await sendAllThenRead(address, Buffer.from('one')))).toBe('one');
    });
  });

  test('a long message is answered at most as far as one receive went', async () => {
    await withServer(strategy, options, async ({ address }) => {
      const bytes = pattern(1 << 20);
      const socket = await dial(address);
      socket.write(bytes);
      // Closing with unread bytes resets the connection, which may cost even this reply.
      const reply = await readUntilBroken(socket);
      expect(bytes.subarray(0, reply.length).equals(reply)).toBe(true);
      expect(reply.length).toBeLessThan(bytes.length);
    });
  });

  if (strategy.admits === 'one') {
    test('it ends by itself when its client is served', async () => {
      await withServer(strategy, options, async ({ address, exited }) => {
        expect(String(await sendAllThenRead(address, Buffer.from('one')))).toBe('one');
        expect(await exited).toMatchObject({ code: 0, signal: null, forced: false });
      });
    });
  } else {
    test('a client that vanishes without a word does not hurt the next', async () => {
      await withServer(strategy, options, async ({ address }) => {
        const socket = await dial(address);
        socket.destroy();
        expect(String(await sendAllThenRead(address, Buffer.from('next')))).toBe('next');
      });
    });
  }
}

/** Services that hang up by themselves are the same for every strategy. */
export function testShortServices(strategy: ServerStrategy, options: ServerOptions): void {
  const clients = strategy.admits === 'one' ? 1 : 3;

  test('greet: every client is thanked, then the end', async () => {
    await withServer(strategy, { ...options, service: 'greet' }, async ({ address }) => {
      for (let client = 0; client < clients; client++) {
        expect(String(await readToEnd(await dial(address)))).toBe(GREETING);
      }
    });
  });

  test('hang-up: no byte comes, and the log names the client', async () => {
    let name = '';
    const exit = await withServer(
      strategy,
      { ...options, service: 'hang-up' },
      async ({ address }) => {
        for (let client = 0; client < clients; client++) {
          const socket = await dial(address);
          const host = socket.localAddress ?? '';
          const text = host.includes(':') ? `[${host}]` : host;
          name = address.transport === 'unix' ? 'a nameless client' : `${text}:${socket.localPort}`;
          expect(await readToEnd(socket)).toHaveLength(0);
        }
      },
    );
    expect(exit.stderrTail).toContain(`connection from ${name}\n`);
  });
}
