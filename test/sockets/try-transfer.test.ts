import { expect, test } from 'vitest';
import { errno } from '../../sockets/errno.ts';
import { tryReceive, trySend } from '../../sockets/try-transfer.ts';
import { ConnectedPair } from './connected-pair.ts';

const buffer = Buffer.alloc(64 * 1024);

test('where nothing came, a blocking socket neither waits nor throws', () => {
  using pair = new ConnectedPair();
  expect(tryReceive(pair.client.descriptor, buffer)).toBe(-errno.EAGAIN);
});

test('sends as many bytes as it was told, and receives them', () => {
  using pair = new ConnectedPair('unix');
  expect(trySend(pair.client.descriptor, Buffer.from('resounding'), 2, 7, false)).toBe(5);
  expect(tryReceive(pair.server.descriptor, buffer)).toBe(5);
  expect(buffer.toString('latin1', 0, 5)).toBe('sound');
});

test('says how much the kernel took, and EAGAIN when it takes no more', () => {
  using pair = new ConnectedPair();
  const much = Buffer.alloc(16 * 1024 * 1024);
  const sent = trySend(pair.client.descriptor, much, 0, much.length, false);
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(much.length);
  let last = sent;
  for (let sends = 0; last > 0 && sends < 1000; sends += 1)
    last = trySend(pair.client.descriptor, much, 0, much.length, false);
  expect(last).toBe(-errno.EAGAIN);
});

test('the end of the stream is 0, a gone peer a number: no signal, no exception', () => {
  using pair = new ConnectedPair('unix');
  pair.server.close();
  expect(tryReceive(pair.client.descriptor, buffer)).toBe(0);
  expect(trySend(pair.client.descriptor, Buffer.from('x'), 0, 1, false)).toBe(-errno.EPIPE);
});

test('a closed socket has no number that means anything', () => {
  using pair = new ConnectedPair();
  pair.client.close();
  expect(tryReceive(pair.client.descriptor, buffer)).toBe(-errno.EBADF);
  expect(trySend(pair.client.descriptor, buffer, 0, 1, false)).toBe(-errno.EBADF);
});

test.each([
  [0, 4],
  [-1, 2],
  [2, 1],
])('never reads beyond the memory that it was given: %i to %i of 3 bytes', (start, end) => {
  using pair = new ConnectedPair();
  const { descriptor } = pair.client;
  expect(() => trySend(descriptor, Buffer.from('abc'), start, end, false)).toThrow(RangeError);
});

test('sends from the memory it is given, however often that changes', () => {
  using pair = new ConnectedPair();
  const [first, second] = [Buffer.from('first'), Buffer.from('second')];
  for (const bytes of [first, second, second, first]) {
    trySend(pair.client.descriptor, bytes, 0, bytes.length, false);
  }
  expect(tryReceive(pair.server.descriptor, buffer)).toBe(22);
  expect(buffer.toString('latin1', 0, 22)).toBe('firstsecondsecondfirst');
});

test('what is announced to go on waits for what follows', () => {
  using pair = new ConnectedPair();
  const bytes = Buffer.from('half and half');
  expect(trySend(pair.client.descriptor, bytes, 0, 5, true)).toBe(5);
  expect(tryReceive(pair.server.descriptor, buffer)).toBe(-errno.EAGAIN);
  expect(trySend(pair.client.descriptor, bytes, 5, 13, false)).toBe(8);
  expect(tryReceive(pair.server.descriptor, buffer)).toBe(13);
});
