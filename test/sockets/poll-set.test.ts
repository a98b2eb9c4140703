import { expect, test } from 'vitest';
import { PollSet, pollEvents } from '../../sockets/poll-set.ts';
import { Socket } from '../../sockets/socket.ts';
import { createSocketPair } from '../../sockets/socket-pair.ts';

const { readable, writable, hangUp } = pollEvents;

function pair(): [Socket, Socket] {
  const [one, other] = createSocketPair();
  return [Socket.fromDescriptor(one), Socket.fromDescriptor(other)];
}

test('what one end of a socket pair sends, the other receives, both ways', () => {
  const [one, other] = pair();
  using _one = one;
  using _other = other;
  const buffer = new Uint8Array(8);
  one.sendAll(Buffer.from('there'));
  expect(String(Buffer.from(buffer.subarray(0, other.receive(buffer))))).toBe('there');
  other.sendAll(Buffer.from('back'));
  expect(String(Buffer.from(buffer.subarray(0, one.receive(buffer))))).toBe('back');
});

test('a poll set tells which of its descriptors can do what was asked for', () => {
  const [one, other] = pair();
  using _one = one;
  const poll = new PollSet(2);
  poll.watch(0, one.descriptor, readable);
  poll.watch(1, other.descriptor, readable | writable);
  expect(poll.wait(null)).toBe(1);
  expect([poll.happened(0), poll.happened(1)]).toEqual([0, writable]);
  other.sendAll(Buffer.from('x'));
  expect(poll.wait(null)).toBe(2);
  expect(poll.happened(0)).toBe(readable);
  other.close();
});

test('a hang-up is told unasked, but not of a descriptor that is not watched for anything', () => {
  const [one, other] = pair();
  using _one = one;
  const poll = new PollSet(1);
  poll.watch(0, one.descriptor, readable);
  expect(poll.wait(0)).toBe(0);
  other.close();
  expect(poll.wait(null)).toBe(1);
  expect(poll.happened(0)).toBe(readable | hangUp);
  poll.watch(0, one.descriptor, 0);
  expect(poll.wait(0)).toBe(0);
  expect(poll.happened(0)).toBe(0);
});
