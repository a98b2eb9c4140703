import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  parseDrops,
  watchReceiveBuffers,
} from '../../../../harness/trial/watches/watch-receive-buffers.ts';
import { unsupportedReason } from '../../../../sockets/libc.ts';
import { Socket } from '../../../../sockets/socket.ts';

describe('drops of sockets', () => {
  const text = [
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
    ' 1: 0100007F:1B58 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 111 2 0 7',
    ' 2: 0100007F:1B58 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 222 2 0 5',
    ' 3: 0100007F:1B59 0100007F:1B58 01 00000000:00000000 00:00000000 00000000 0 0 333 2 0 9',
    '',
  ].join('\n');

  test('are those of every socket on the port, and of no client of it', () => {
    expect([...parseDrops(text, 7000)]).toEqual([
      ['111', 7],
      ['222', 5],
    ]);
    expect(parseDrops(text, 7002).size).toBe(0);
  });

  test('say nothing about a server elsewhere, or about a stream', () => {
    expect(watchReceiveBuffers({ transport: 'udp', host: '192.0.2.1', port: 7 }).read()).toBeNull();
    expect(watchReceiveBuffers({ transport: 'tcp', host: '127.0.0.1', port: 7 }).read()).toBeNull();
  });
});

const reason = unsupportedReason();

test.skipIf(reason !== null)(
  `what a full receive buffer refuses is counted from the watch on, as the server's${reason === null ? '' : `: ${reason}`}`,
  async () => {
    const server = Socket.create('inet', 'datagram');
    const sender = createSocket('udp4');
    try {
      server.setOption('receiveBufferBytes', 4096);
      server.bind({ host: '127.0.0.1', port: 0 });
      const name = server.socketName();
      const port = 'port' in name ? name.port : 0;
      sender.connect(port, '127.0.0.1');
      await once(sender, 'connect');
      const send = () =>
        new Promise<void>((resolve) => sender.send(new Uint8Array(1000), () => resolve()));
      for (let i = 0; i < 20; i++) await send(); // full before anybody watches
      const buffers = watchReceiveBuffers({ transport: 'udp', host: '127.0.0.1', port });
      expect(buffers.read()?.atServer).toBe(0);
      for (let i = 0; i < 10; i++) await send();
      expect(buffers.read()?.atServer).toBe(10);
      expect(buffers.read()?.everywhere).toBeGreaterThanOrEqual(10);
      server.close();
      expect(buffers.read()?.atServer).toBeNull();
    } finally {
      server.close();
      sender.close();
    }
  },
);
