import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../../servers/start-server.ts';
import type { RunningServer, ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { groupRssBytes } from '../process-tree.ts';
import {
  dial,
  echoOnce,
  pattern,
  readExactly,
  readToEnd,
  sendAllThenRead,
  vanishInMidReply,
} from '../test-client.ts';
import { expectNothingLeft } from '../with-server.ts';

const SIZES_BYTES = [1, 2, 7, 1460, 65_536, 65_537, 1 << 20];
const FLOOD_MAX_BYTES = 256 << 20;
const MEMORY_GROWTH_MAX_BYTES = 64 << 20;
const QUIET_MS = 400;

/** For servers that talk until the client hangs up. */
export function testConversations(strategy: ServerStrategy, options: ServerOptions): void {
  describe.each(['echo', 'work'])('%s', (service) => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await startServer(strategy.name, { ...options, service });
    });
    afterAll(async () => {
      await server.stop();
      expectNothingLeft(server);
    });

    test('bytes come back unchanged, from 1 B to 1 MiB', async () => {
      for (const size of SIZES_BYTES) {
        const bytes = pattern(size);
        expect(bytes.equals(await echoOnce(server.address, bytes)), `${size} bytes`).toBe(true);
      }
    });

    test('a message that arrives in pieces comes back whole', async () => {
      const bytes = pattern(100);
      const socket = await dial(server.address);
      for (let at = 0; at < bytes.length; at += 9) {
        const piece = bytes.subarray(at, at + 9);
        const reply = readExactly(socket, piece.length);
        socket.write(piece);
        expect(piece.equals(await reply)).toBe(true); // only then the next: pieces can't be glued
      }
      socket.end();
      await readToEnd(socket);
    });

    test('messages glued together come back in order', async () => {
      const bytes = pattern(7 * 1000);
      expect(bytes.equals(await echoOnce(server.address, bytes))).toBe(true);
    });

    test('a client that ends its side still gets everything, then the end', async () => {
      const bytes = pattern(300_000);
      expect(bytes.equals(await sendAllThenRead(server.address, bytes))).toBe(true);
    });

    test('a reset does not hurt the next client', async () => {
      await vanishInMidReply(server.address);
      expect(String(await echoOnce(server.address, Buffer.from('next')))).toBe('next');
    });
  });

  test('a stream of 16 MiB comes back whole while it is still being sent', async () => {
    const server = await startServer(strategy.name, options);
    try {
      const bytes = pattern(16 << 20);
      expect(bytes.equals(await echoOnce(server.address, bytes))).toBe(true);
    } finally {
      await server.stop();
    }
    expectNothingLeft(server);
  });

  test('a client that writes without reading is made to wait', async () => {
    const server = await startServer(strategy.name, options);
    try {
      await flood(server, strategy.admits === 'concurrent');
    } finally {
      await server.stop();
    }
    expectNothingLeft(server);
  });
}

/** Deadlock B4, from the server's side: its memory must not be what gives way. */
async function flood(server: RunningServer, servesOthers: boolean): Promise<void> {
  const socket = await dial(server.address);
  const reply = readExactly(socket, 1);
  socket.write('1');
  await reply; // now whatever process or thread serves it exists
  const before = groupRssBytes(server.pid);

  const taken = await writeUntilRefused(socket);
  const growth = groupRssBytes(server.pid) - before;
  expect(taken).toBeLessThan(FLOOD_MAX_BYTES);
  expect(growth).toBeLessThan(MEMORY_GROWTH_MAX_BYTES);
  if (servesOthers) {
    expect(String(await echoOnce(server.address, Buffer.from('me too')))).toBe('me too');
  }
  socket.destroy();
  if (!servesOthers) {
    expect(String(await echoOnce(server.address, Buffer.from('at last')))).toBe('at last');
  }
}

/** Writes until nothing more is taken; how much was. A server without backpressure takes it all. */
async function writeUntilRefused(socket: Socket): Promise<number> {
  const chunk = pattern(1 << 20);
  const taken = () => socket.bytesWritten - socket.writableLength;
  const fill = () => {
    while (taken() < FLOOD_MAX_BYTES && socket.write(chunk));
  };
  socket.on('drain', fill);
  fill();
  let last = -1;
  while (taken() > last && taken() < FLOOD_MAX_BYTES) {
    last = taken();
    await sleep(QUIET_MS);
  }
  socket.off('drain', fill);
  return taken();
}
