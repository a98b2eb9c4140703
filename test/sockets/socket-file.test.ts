import { expect, test } from 'vitest';
import { SocketError } from '../../sockets/socket-error.ts';
import { ConnectedPair, thrownBy } from './connected-pair.ts';

test('a socket reads as lines, the last one with or without its line feed', () => {
  using pair = new ConnectedPair();
  const out = pair.client.makeFile();
  out.write('one\n\ntwö\nend');
  pair.client.shutdown('write');
  const file = pair.server.makeFile();
  expect(file.readLine()).toBe('one\n');
  expect(file.readLine()).toBe('\n');
  expect(file.readLine()).toBe('twö\n');
  expect(file.readLine()).toBe('end');
  expect(file.readLine()).toBeNull();
});

test('a line or a count may be longer than what is received at once', () => {
  using pair = new ConnectedPair('unix');
  const long = 'x'.repeat(20_000);
  const out = pair.client.makeFile();
  out.write(`${long}\n`);
  out.write(Buffer.from(long));
  const file = pair.server.makeFile();
  expect(file.readLine()).toBe(`${long}\n`);
  expect(Buffer.from(file.read(20_000)).toString()).toBe(long);
});

test('read gives exactly what was asked, and fewer only where the stream ends', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('abcdef'));
  const file = pair.server.makeFile();
  expect(Buffer.from(file.read(4)).toString()).toBe('abcd');
  expect(file.read(0)).toHaveLength(0);
  pair.client.shutdown('write');
  expect(Buffer.from(file.read(4)).toString()).toBe('ef');
  expect(file.read(4)).toHaveLength(0);
  expect(() => file.read(-1)).toThrow(RangeError);
});

test('a line without end is refused at its limit', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('12345678\n'));
  const error = thrownBy(SocketError, () => pair.server.makeFile().readLine(8));
  expect(error.code).toBe('EMSGSIZE');
  pair.client.sendAll(Buffer.from('1234567\n'));
  expect(pair.server.makeFile().readLine(8)).toBe('1234567\n');
});
