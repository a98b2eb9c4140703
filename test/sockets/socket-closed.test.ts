import { expect, test } from 'vitest';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { ConnectedPair, listen, thrownBy } from './connected-pair.ts';

test('a closed socket throws and never touches a recycled descriptor', () => {
  using pair = new ConnectedPair();
  const closed = pair.client;
  const number = closed.descriptor;
  closed.close();
  const heir = takeDescriptor(number);
  try {
    const buffer = new Uint8Array(4);
    const attempts: (() => unknown)[] = [
      () => closed.bind({ host: '127.0.0.1', port: 0 }),
      () => closed.listen(1),
      () => closed.accept(),
      () => closed.connect({ host: '127.0.0.1', port: 9 }),
      () => closed.receive(buffer),
      () => closed.receiveFrom(buffer),
      () => closed.send(buffer),
      () => closed.sendAll(buffer),
      () => closed.sendTo(buffer, { host: '127.0.0.1', port: 9 }),
      () => closed.shutdown('both'),
      () => closed.setTimeout(1),
      () => closed.setBlocking(false),
      () => closed.setOption('keepAlive', true),
      () => closed.getOption('keepAlive'),
      () => closed.socketName(),
      () => closed.peerName(),
      () => closed.release(),
    ];
    for (const attempt of attempts) {
      const error = thrownBy(SocketError, attempt);
      expect(error.code).toBe('EBADF');
      expect(error.message).toContain('closed');
    }
    closed.close();
    expect(heir.getOption('keepAlive')).toBe(false);
    expect(heir.socketName()).toEqual({ host: '0.0.0.0', port: 0 });
  } finally {
    heir.close();
  }
});

test('close rejects pending accepts, and their descriptor can be given away at once', async () => {
  const closed = listen('inet');
  const pending = [closed.acceptAsync(), closed.acceptAsync()];
  const number = closed.descriptor;
  closed.close();
  using heir = takeDescriptor(number);
  heir.bind({ host: '127.0.0.1', port: 0 });
  heir.listen(5);
  using client = Socket.create('inet', 'stream');
  client.connect(heir.socketName());
  const results = await Promise.allSettled(pending);
  for (const result of results) {
    expect(result.status).toBe('rejected');
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'EBADF' });
  }
  await expect(closed.acceptAsync()).rejects.toMatchObject({ code: 'EBADF' });
  using connection = (await heir.acceptAsync()).connection;
  expect(connection.peerName()).toEqual(client.socketName());
});

/** A new socket that the kernel gave this very number. */
function takeDescriptor(number: number): Socket {
  const spares: Socket[] = [];
  try {
    for (let attempt = 0; attempt < 64; attempt += 1) {
      const socket = Socket.create('inet', 'stream');
      if (socket.descriptor === number) return socket;
      spares.push(socket);
    }
  } finally {
    for (const spare of spares) spare.close();
  }
  throw new Error(`the kernel did not recycle descriptor ${number}`);
}
