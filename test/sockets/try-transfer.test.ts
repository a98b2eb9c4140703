import { expect, test } from 'vitest';
import { errno } from '../../sockets/errno.ts';
import { tryReceive, trySend } from '../../sockets/try-transfer.ts';
import { ConnectedPair } from './connected-pair.ts';

const buffer = Buffer.alloc(64 * 1024);

test('where nothing came, a blocking socket neither waits nor throws', () => {
  using pair = new ConnectedPair();
  expect(tryReceive(pair.client, buffer)).toBe(-errno.EAGAIN);
});

test('sends as many bytes as it was told, and receives them', () => {
  using pair = new ConnectedPair('unix');
  expect(trySend(pair.client, Buffer.from('sounding'), 5)).toBe(5);
  expect(tryReceive(pair.server, buffer)).toBe(5);
  expect(buffer.toString('latin1', 0, 5)).toBe('sound');
});

test('says how much the kernel took, and EAGAIN when it takes no more', () => {
  using pair = new ConnectedPair();
  const much = Buffer.alloc(16 * 1024 * 1024);
  const sent = trySend(pair.client, much);
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(much.length);
  let last = sent;
  for (let sends = 0; last > 0 && sends < 1000; sends += 1) last = trySend(pair.client, much);
  expect(last).toBe(-errno.EAGAIN);
});

test('the end of the stream is 0, a gone peer a number: no signal, no exception', () => {
  using pair = new ConnectedPair('unix');
  pair.server.close();
  expect(tryReceive(pair.client, buffer)).toBe(0);
  expect(trySend(pair.client, Buffer.from('x'))).toBe(-errno.EPIPE);
});

test('a closed socket is EBADF, whoever has its old number', () => {
  using pair = new ConnectedPair();
  pair.client.close();
  expect(tryReceive(pair.client, buffer)).toBe(-errno.EBADF);
  expect(trySend(pair.client, buffer, 1)).toBe(-errno.EBADF);
});

test('never reads beyond the memory that it was given', () => {
  using pair = new ConnectedPair();
  expect(() => trySend(pair.client, Buffer.from('abc'), 4)).toThrow(RangeError);
});
