import { expect, test } from 'vitest';
import { Epoll, epollEvents } from '../../sockets/epoll.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { ConnectedPair, thrownBy } from './connected-pair.ts';

const SECOND_NS = 1e9;

test('tells which descriptors are ready, by their tokens', () => {
  using epoll = Epoll.create(8);
  using one = new ConnectedPair();
  using two = new ConnectedPair();
  epoll.add(one.server.descriptor, epollEvents.readable, 0xffff_ffff);
  epoll.add(two.server.descriptor, epollEvents.readable);
  expect(epoll.wait(0)).toBe(0);
  one.client.sendAll(Buffer.from('1'));
  two.client.sendAll(Buffer.from('2'));
  expect(epoll.wait(SECOND_NS)).toBe(2);
  const tokens = [epoll.token(0), epoll.token(1)].sort((a, b) => b - a);
  expect(tokens).toEqual([0xffff_ffff, two.server.descriptor]);
  expect(epoll.events(0) & epollEvents.readable).toBe(epollEvents.readable);
});

test('reports no more than its capacity at once', () => {
  using epoll = Epoll.create(1);
  using pair = new ConnectedPair();
  epoll.add(pair.server.descriptor, epollEvents.writable, 1);
  epoll.add(pair.client.descriptor, epollEvents.writable, 2);
  expect(epoll.wait(null)).toBe(1);
});

test('what is watched can be changed and taken away', () => {
  using epoll = Epoll.create();
  using pair = new ConnectedPair();
  epoll.add(pair.server.descriptor, epollEvents.writable, 5);
  expect(epoll.wait(null)).toBe(1);
  epoll.modify(pair.server.descriptor, epollEvents.readable, 6);
  expect(epoll.wait(0)).toBe(0);
  pair.client.close();
  expect(epoll.wait(null)).toBe(1);
  expect(epoll.token(0)).toBe(6);
  epoll.remove(pair.server.descriptor);
  expect(epoll.wait(0)).toBe(0);
});

test('edge-triggered, it tells a change once', () => {
  using epoll = Epoll.create();
  using pair = new ConnectedPair();
  epoll.add(pair.server.descriptor, epollEvents.readable + epollEvents.edgeTriggered);
  pair.client.sendAll(Buffer.from('x'));
  expect(epoll.wait(null)).toBe(1);
  expect(epoll.wait(0)).toBe(0);
});

test('waits as long as it was asked, also for less than a millisecond', () => {
  using epoll = Epoll.create();
  for (const timeoutNs of [200_000, 2_000_000]) {
    const start = process.hrtime.bigint();
    expect(epoll.wait(timeoutNs)).toBe(0);
    expect(Number(process.hrtime.bigint() - start)).toBeGreaterThanOrEqual(timeoutNs);
  }
});

test('errors say what failed; closed, it throws', () => {
  const epoll = Epoll.create();
  using pair = new ConnectedPair();
  epoll.add(pair.server.descriptor, epollEvents.readable);
  const twice = () => epoll.add(pair.server.descriptor, epollEvents.readable);
  expect(thrownBy(SocketError, twice)).toMatchObject({ code: 'EEXIST', syscall: 'epoll_ctl' });
  epoll.close();
  epoll.close();
  expect(thrownBy(SocketError, () => epoll.wait(0)).code).toBe('EBADF');
  expect(thrownBy(SocketError, twice).code).toBe('EBADF');
  expect(() => Epoll.create(0)).toThrow(RangeError);
});
