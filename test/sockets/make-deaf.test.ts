import { expect, test } from 'vitest';
import { makeDeaf } from '../../sockets/make-deaf.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { readRetransmissions } from '../../sockets/tcp-info.ts';
import { ConnectedPair, thrownBy } from './connected-pair.ts';

test('nothing reaches a deaf socket: its peer sends again, and gives up by its user time-out', () => {
  using pair = new ConnectedPair();
  makeDeaf(pair.client);
  pair.client.setOption('lingerSeconds', 0);
  pair.server.setOption('userTimeoutMs', 300);
  pair.server.setTimeout(20_000);
  pair.server.sendAll(Buffer.from('hello?'));
  const error = thrownBy(SocketError, () => pair.server.receive(new Uint8Array(1)));
  expect(error.code).toBe('ETIMEDOUT');
  expect(readRetransmissions(pair.server)).toBeGreaterThan(0);
  pair.client.setBlocking(false);
  expect(thrownBy(SocketError, () => pair.client.receive(new Uint8Array(9))).code).toBe('EAGAIN');
});

test('a deaf socket can still send', () => {
  using pair = new ConnectedPair();
  makeDeaf(pair.client);
  pair.client.setOption('lingerSeconds', 0);
  pair.client.sendAll(Buffer.from('x'));
  expect(pair.server.receive(new Uint8Array(1))).toBe(1);
});
