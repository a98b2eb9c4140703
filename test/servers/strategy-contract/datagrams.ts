import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datagramObstacle } from '../../../servers/datagrams/datagram-obstacle.ts';
import { startServer } from '../../../servers/start-server.ts';
import type { RunningServer, ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { pattern } from '../test-client.ts';
import {
  exchange,
  exchangeOnce,
  internetAddress,
  nextDatagram,
  openSender,
  sendDatagram,
} from '../test-datagrams.ts';
import { expectNothingLeft, withServer } from '../with-server.ts';

/** The least, what a network carries in one piece, and the most (RFC 768 over IPv4). */
const SIZES_BYTES = [1, 1472, 65_507];
const SENDERS = 8;
const DATAGRAMS_EACH = 20;

/** For every server of datagrams. */
export function testDatagrams(strategy: ServerStrategy, options: ServerOptions): void {
  test.each(['echo', 'work'])('%s: a datagram comes back to its sender whole', async (service) => {
    const sizes = [...SIZES_BYTES, 0];
    const servers = strategy.answers === 'one-message' ? sizes.map((size) => [size]) : [sizes];
    for (const asked of servers) {
      await withServer(strategy, { ...options, service }, async ({ address }) => {
        for (const size of asked) {
          const bytes = pattern(size);
          expect(bytes.equals(await exchangeOnce(address, bytes)), `${size} bytes`).toBe(true);
        }
      });
    }
  });

  test('a port in use is told, whoever has it', async () => {
    const first = await openSender(internetAddress(options.listen));
    const { address: host, port } = first.address();
    const listen = { transport: 'udp', host, port } as const;
    await expect(startServer(strategy.name, { ...options, listen })).rejects.toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(`:${port}`),
    });
    first.close();
  });

  test('greet, hang-up and chat are refused with a reason', async () => {
    for (const service of ['greet', 'hang-up', 'chat']) {
      expect(datagramObstacle(strategy, service)).toContain(`${service} is for those who connect`);
    }
    await expect(
      startServer(strategy.name, { ...options, service: 'greet' }),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('greet is for those who connect'),
    });
  });
}

/** For those that answer one datagram and end. */
export function testOneDatagram(strategy: ServerStrategy, options: ServerOptions): void {
  test('it ends by itself after its one datagram, and the next sender gets nothing', async () => {
    await withServer(strategy, options, async ({ address, exited }) => {
      expect(String(await exchangeOnce(address, Buffer.from('one')))).toBe('one');
      expect(await exited).toMatchObject({ code: 0, signal: null, forced: false });
    });
  });
}

/** For those that answer without end. */
export function testManyDatagrams(strategy: ServerStrategy, options: ServerOptions): void {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(strategy.name, options);
  });
  afterAll(async () => {
    await server.stop();
    expectNothingLeft(server);
  });

  test('senders do not mix: each gets its own, from the address that it wrote to', async () => {
    const address = internetAddress(server.address);
    const senders = await Promise.all(Array.from({ length: SENDERS }, () => openSender(address)));
    await Promise.all(
      senders.map(async (sender, number) => {
        for (let i = 0; i < DATAGRAMS_EACH; i++) {
          const reply = nextDatagram(sender);
          await sendDatagram(sender, address, Buffer.from(`sender ${number}, datagram ${i}`));
          const { bytes, from } = await reply;
          expect(String(bytes)).toBe(`sender ${number}, datagram ${i}`);
          expect(from).toBe(address.port);
        }
      }),
    );
    for (const sender of senders) sender.close();
  });

  test('a datagram that comes in a hurry is alone: nothing is glued to it', async () => {
    const address = internetAddress(server.address);
    const sender = await openSender(address);
    const heard: number[] = [];
    const all = new Promise<void>((resolve) => {
      sender.on('message', ({ length }) => {
        heard.push(length);
        if (heard.length === 30) resolve();
      });
    });
    for (let i = 1; i <= 30; i++) await sendDatagram(sender, address, pattern(i));
    await all;
    expect(heard.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    sender.close();
  });

  test('a sender that is gone before its reply hurts nobody', async () => {
    const address = internetAddress(server.address);
    for (let i = 0; i < 20; i++) {
      const sender = await openSender(address);
      await sendDatagram(sender, address, pattern(100));
      const closed = once(sender, 'close');
      sender.close(); // the reply finds no socket: the kernel says so (ICMP, ECONNREFUSED)
      await closed;
      expect(String(await exchangeOnce(address, Buffer.from('next')))).toBe('next');
    }
  });

  test('it ends under load at once and whole, and starts again on the same port', async () => {
    const first = await startServer(strategy.name, options);
    const address = internetAddress(first.address);
    const sender = await openSender(address);
    await exchange(sender, address, pattern(10));
    sender.on('message', (bytes) => sender.send(bytes, address.port, address.host, () => {}));
    for (let i = 0; i < 8; i++) await sendDatagram(sender, address, pattern(50));
    const exit = await first.stop();
    sender.close();
    expectNothingLeft(first);
    expect(exit.forced).toBe(false);
    await withServer(strategy, { ...options, listen: address }, async (again) => {
      expect(again.address).toEqual(address);
      expect(String(await exchangeOnce(again.address, Buffer.from('again')))).toBe('again');
    });
  });
}
