import { expect, test } from 'vitest';
import { countReceiveDrops } from '../../sockets/receive-drops.ts';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { freeAddress, thrownBy } from './connected-pair.ts';

test('datagrams that find the receive buffer full are counted', () => {
  using server = Socket.create('inet', 'datagram');
  server.setOption('receiveBufferBytes', 8192);
  server.bind(freeAddress('inet'));
  server.setBlocking(false);
  using client = Socket.create('inet', 'datagram');
  client.connect(server.socketName());
  expect(countReceiveDrops(server.descriptor)).toBe(0);
  const sends = 100;
  for (let i = 0; i < sends; i += 1) client.send(Buffer.alloc(1000));
  let received = 0;
  const buffer = Buffer.alloc(1000);
  while (tryReceive()) received += 1;
  expect(received).toBeLessThan(sends);
  expect(countReceiveDrops(server.descriptor)).toBe(sends - received);

  function tryReceive(): boolean {
    try {
      return server.receive(buffer) > 0;
    } catch {
      return false;
    }
  }
});

test('a closed socket has no count', () => {
  const socket = Socket.create('inet', 'datagram');
  socket.close();
  expect(thrownBy(SocketError, () => countReceiveDrops(socket.descriptor)).code).toBe('EBADF');
});
