import { describe, expect, test } from 'vitest';
import { Socket } from '../../sockets/socket.ts';
import type { SocketFamily } from '../../sockets/socket-address.ts';
import { HostError, SocketError } from '../../sockets/socket-error.ts';
import { freeAddress, thrownBy } from './connected-pair.ts';

function bound(family: SocketFamily): Socket {
  const socket = Socket.create(family, 'datagram');
  socket.bind(freeAddress(family));
  return socket;
}

describe.each(['inet', 'inet6', 'unix'] as const)('a datagram socket of family %s', (family) => {
  test('is told who sent each datagram, and can answer', () => {
    using server = bound(family);
    using client = bound(family);
    const buffer = Buffer.alloc(64);
    expect(client.sendTo(Buffer.from('hello'), server.socketName())).toBe(5);
    const { count, sender } = server.receiveFrom(buffer);
    expect(sender).toEqual(client.socketName());
    server.sendTo(buffer.subarray(0, count), sender);
    expect(client.receive(buffer)).toBe(5);
    expect(buffer.toString('latin1', 0, 5)).toBe('hello');
  });

  test('keeps datagrams apart; what does not fit is cut off, an empty one is no end', () => {
    using server = bound(family);
    using client = bound(family);
    for (const text of ['first one', '', 'second'])
      client.sendTo(Buffer.from(text), server.socketName());
    const buffer = Buffer.alloc(6);
    expect([1, 2, 3].map(() => server.receiveFrom(buffer).count)).toEqual([6, 0, 6]);
    expect(buffer.toString()).toBe('second');
  });

  test('connected, sends and receives without naming its peer', () => {
    using server = bound(family);
    using client = bound(family);
    client.connect(server.socketName());
    client.sendAll(Buffer.from('x'));
    expect(server.receiveFrom(new Uint8Array(4)).sender).toEqual(client.socketName());
  });
});

test('broadcast must be allowed first', () => {
  using receiver = Socket.create('inet', 'datagram');
  receiver.bind({ host: '0.0.0.0', port: 0 });
  const name = receiver.socketName();
  if (!('port' in name)) throw new Error('an internet socket without a port');
  const everyone = { host: '127.255.255.255', port: name.port };
  using sender = Socket.create('inet', 'datagram');
  const error = thrownBy(SocketError, () => sender.sendTo(Buffer.from('all'), everyone));
  expect(error.code).toBe('EACCES');
  expect(error.message).toContain('set broadcast');
  expect(sender.getOption('broadcast')).toBe(false);
  sender.setOption('broadcast', true);
  expect(sender.getOption('broadcast')).toBe(true);
  expect(sender.sendTo(Buffer.from('all'), everyone)).toBe(3);
  expect(receiver.receiveFrom(new Uint8Array(8)).count).toBe(3);
});

test('a datagram that is too long is refused, not sent in pieces', () => {
  using server = bound('inet');
  using client = bound('inet');
  const error = thrownBy(SocketError, () =>
    client.sendTo(new Uint8Array(70_000), server.socketName()),
  );
  expect(error).toMatchObject({ code: 'EMSGSIZE', syscall: 'sendto' });
});

test('an address of another family, or a name, is a HostError that says what to do', () => {
  using socket = Socket.create('inet', 'datagram');
  expect(thrownBy(HostError, () => socket.bind({ path: '/tmp/x' })).code).toBe('EINVAL');
  const error = thrownBy(HostError, () => socket.connect({ host: 'localhost', port: 80 }));
  expect(error.message).toBe("'localhost' is not an IPv4 address: look names up first");
  expect(() => socket.bind({ host: '127.0.0.1', port: 65_536 })).toThrow(HostError);
  expect(() => socket.bind({ host: '::1', port: 1 })).toThrow(HostError);
});
