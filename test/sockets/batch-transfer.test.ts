import { expect, test } from 'vitest';
import { DatagramReceiver, DatagramSender } from '../../sockets/batch-transfer.ts';
import { errno } from '../../sockets/errno.ts';
import { Socket } from '../../sockets/socket.ts';
import { freeAddress } from './connected-pair.ts';

/** Two datagram sockets, each connected to the other. */
class DatagramPair implements Disposable {
  readonly client = Socket.create('inet', 'datagram');
  readonly server = Socket.create('inet', 'datagram');

  constructor() {
    this.server.bind(freeAddress('inet'));
    this.client.bind(freeAddress('inet'));
    this.client.connect(this.server.socketName());
    this.server.connect(this.client.socketName());
  }

  [Symbol.dispose](): void {
    this.client.close();
    this.server.close();
  }
}

function textsOf(receiver: DatagramReceiver, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    receiver.bytes.toString(
      'latin1',
      receiver.start(i),
      receiver.start(i) + Math.min(receiver.length(i), receiver.bytes.length),
    ),
  );
}

function gather(sender: DatagramSender, text: string, ...ends: number[]): void {
  const bytes = Buffer.from(text);
  let start = 0;
  for (const end of ends) {
    sender.add(bytes, start, end);
    start = end;
  }
}

test('what was gathered leaves in one call and comes in one, each datagram apart', () => {
  using pair = new DatagramPair();
  const sender = new DatagramSender(8);
  const receiver = new DatagramReceiver(8, 128);
  gather(sender, 'onetwothree', 3, 6, 6, 11);
  expect(sender.size).toBe(4);
  expect(sender.send(pair.client.descriptor)).toBe(4);
  expect(sender.size).toBe(0);
  const count = receiver.receive(pair.server.descriptor);
  expect(textsOf(receiver, count)).toEqual(['one', 'two', '', 'three']);
});

test('a batch is used again and again, from whatever memory', () => {
  using pair = new DatagramPair();
  const sender = new DatagramSender(2);
  const receiver = new DatagramReceiver(2, 64);
  for (const text of ['ab', 'cd', 'ef']) {
    gather(sender, text, 1, 2);
    sender.send(pair.client.descriptor);
    const count = receiver.receive(pair.server.descriptor);
    expect(textsOf(receiver, count)).toEqual([text[0], text[1]]);
  }
});

test('takes at most its capacity, and the rest with the next call', () => {
  using pair = new DatagramPair();
  const sender = new DatagramSender(3);
  const receiver = new DatagramReceiver(2, 64);
  gather(sender, 'abc', 1, 2, 3);
  expect(() => gather(sender, 'd', 1)).toThrow('a batch of 3 datagrams is full');
  sender.send(pair.client.descriptor);
  expect(textsOf(receiver, receiver.receive(pair.server.descriptor))).toEqual(['a', 'b']);
  expect(textsOf(receiver, receiver.receive(pair.server.descriptor))).toEqual(['c']);
});

test('one by one they come at the beginning, with their whole length', () => {
  using pair = new DatagramPair();
  const sender = new DatagramSender(2);
  const receiver = new DatagramReceiver(2, 4);
  gather(sender, 'okay, long', 2, 10);
  sender.send(pair.client.descriptor);
  expect(receiver.receiveOne(pair.server.descriptor)).toBe(2);
  expect(receiver.receiveOne(pair.server.descriptor)).toBe(8);
  expect(receiver.bytes.toString('latin1', 0, 4)).toBe('ay, ');
  expect(receiver.receiveOne(pair.server.descriptor)).toBe(-errno.EAGAIN);
});

test('where nothing came, a blocking socket neither waits nor throws', () => {
  using pair = new DatagramPair();
  expect(new DatagramReceiver(4, 64).receive(pair.client.descriptor)).toBe(-errno.EAGAIN);
});

test('a datagram longer than its place is cut off there, and its own length is told', () => {
  using pair = new DatagramPair();
  const sender = new DatagramSender(2);
  const receiver = new DatagramReceiver(2, 4);
  gather(sender, 'too long.ok', 9, 11);
  sender.send(pair.client.descriptor);
  expect(receiver.receive(pair.server.descriptor)).toBe(2);
  expect(receiver.length(0)).toBe(9);
  expect(receiver.bytes.toString('latin1', 0, 6)).toBe('too ok');
});

test('an error is a number; what would have left stays, and can be skipped or taken back', () => {
  using pair = new DatagramPair();
  pair.server.close();
  const sender = new DatagramSender(4);
  const receiver = new DatagramReceiver(4, 64);
  gather(sender, 'x', 1);
  expect(sender.send(pair.client.descriptor)).toBe(1);
  gather(sender, 'abc', 1, 2, 3);
  expect(sender.send(pair.client.descriptor)).toBe(-errno.ECONNREFUSED);
  expect(sender.size).toBe(3);
  sender.skip();
  expect(sender.takeRest()).toEqual([
    { start: 1, end: 2 },
    { start: 2, end: 3 },
  ]);
  expect(sender.size).toBe(0);
  pair.client.close();
  expect(receiver.receive(pair.client.descriptor)).toBe(-errno.EBADF);
});

test.each([
  [0, 4],
  [-1, 2],
  [2, 1],
])('never sends from beyond the memory that it was given: %i to %i of 3 bytes', (start, end) => {
  expect(() => new DatagramSender(1).add(Buffer.from('abc'), start, end)).toThrow(RangeError);
});

test.each([0, 1.5, 1025])('a batch of %d datagrams is refused', (capacity) => {
  expect(() => new DatagramSender(capacity)).toThrow('it must be 1 to 1024');
  expect(() => new DatagramReceiver(capacity, 64)).toThrow('it must be 1 to 1024');
});
