import { expect, test } from 'vitest';
import { Socket } from '../../sockets/socket.ts';
import { readListenQueue, readRetransmissions } from '../../sockets/tcp-info.ts';
import { ConnectedPair, listen } from './connected-pair.ts';

test('a listen queue tells its limit, and how many wait in it', () => {
  using listener = listen('inet', 3);
  using client = Socket.create('inet', 'stream');
  expect(readListenQueue(listener)).toEqual({ waiting: 0, limit: 3 });
  client.connect(listener.socketName());
  expect(readListenQueue(listener)).toEqual({ waiting: 1, limit: 3 });
  listener.accept().connection.close();
  expect(readListenQueue(listener)).toEqual({ waiting: 0, limit: 3 });
});

test('a connection whose peer answers has sent nothing twice', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('x'));
  expect(pair.server.receive(new Uint8Array(1))).toBe(1);
  expect(readRetransmissions(pair.client)).toBe(0);
});

test('a socket that is no TCP socket has none of it', () => {
  using pair = new ConnectedPair('unix');
  expect(() => readRetransmissions(pair.client)).toThrow(/getsockopt TCP_INFO: .*EOPNOTSUPP/);
});
