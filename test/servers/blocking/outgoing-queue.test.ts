import { expect, test } from 'vitest';
import { OutgoingQueue } from '../../../servers/blocking/outgoing-queue.ts';
import { messageFlags } from '../../../sockets/socket.ts';
import { ConnectedPair } from '../../sockets/connected-pair.ts';
import { pattern } from '../test-client.ts';

test('a peer that does not read blocks nobody, and gets every byte in order when it does', () => {
  using pair = new ConnectedPair('unix');
  const queue = new OutgoingQueue(pair.server);
  const bytes = pattern(1 << 20);
  for (let at = 0; at < bytes.length; at += 1000) {
    queue.push(bytes.subarray(at, at + 1000));
    queue.flush();
  }
  expect(queue.isBlocked).toBe(true);
  expect(queue.bytes).toBeGreaterThan(0);

  const received: Buffer[] = [];
  const buffer = new Uint8Array(1 << 16);
  for (let left = bytes.length; left > 0; ) {
    const count = pair.client.receive(buffer, messageFlags.dontWait);
    received.push(Buffer.from(buffer.subarray(0, count)));
    left -= count;
    queue.unblock();
    queue.flush();
  }
  expect(queue.bytes).toBe(0);
  expect(Buffer.concat(received).equals(bytes)).toBe(true);
});

test('a peer that has gone is an error that says so', () => {
  using pair = new ConnectedPair('unix');
  const queue = new OutgoingQueue(pair.server);
  pair.client.close();
  queue.push(Buffer.from('anybody?'));
  expect(() => queue.flush()).toThrow(expect.objectContaining({ code: 'EPIPE' }));
});
