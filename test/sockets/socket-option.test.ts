import { describe, expect, test } from 'vitest';
import { messageFlags, Socket } from '../../sockets/socket.ts';
import { encodeOption } from '../../sockets/socket-option.ts';
import { ConnectedPair } from './connected-pair.ts';

const STREAM_SWITCHES = [
  'reuseAddress',
  'reusePort',
  'keepAlive',
  'dontRoute',
  'outOfBandInline',
  'noDelay',
] as const;

describe.each(STREAM_SWITCHES)('option %s', (name) => {
  test('is off, can be set, and be taken back', () => {
    using socket = Socket.create('inet', 'stream');
    expect(socket.getOption(name)).toBe(false);
    socket.setOption(name, true);
    expect(socket.getOption(name)).toBe(true);
    socket.setOption(name, false);
    expect(socket.getOption(name)).toBe(false);
  });
});

test('ipv6Only belongs to IPv6 sockets; elsewhere the error names the option', () => {
  using socket = Socket.create('inet6', 'stream');
  socket.setOption('ipv6Only', true);
  expect(socket.getOption('ipv6Only')).toBe(true);
  using other = Socket.create('unix', 'stream');
  expect(() => other.setOption('ipv6Only', true)).toThrow(/setsockopt IPV6_V6ONLY: .*EOPNOTSUPP/);
});

test('buffer sizes are taken, and told as the kernel counts them: doubled', () => {
  using socket = Socket.create('inet', 'stream');
  socket.setOption('receiveBufferBytes', 20_000);
  socket.setOption('sendBufferBytes', 30_000);
  expect(socket.getOption('receiveBufferBytes')).toBe(40_000);
  expect(socket.getOption('sendBufferBytes')).toBe(60_000);
});

test('lingerSeconds is a number or null', () => {
  using socket = Socket.create('inet', 'stream');
  expect(socket.getOption('lingerSeconds')).toBeNull();
  socket.setOption('lingerSeconds', 3);
  expect(socket.getOption('lingerSeconds')).toBe(3);
  socket.setOption('lingerSeconds', null);
  expect(socket.getOption('lingerSeconds')).toBeNull();
});

test.each([
  ['keepAliveIdleSeconds', 7],
  ['keepAliveIntervalSeconds', 3],
  ['keepAliveQuestions', 2],
  ['userTimeoutMs', 1500],
] as const)('%s keeps its value, and belongs to TCP', (name, value) => {
  using socket = Socket.create('inet', 'stream');
  expect(socket.getOption(name)).not.toBe(value);
  socket.setOption(name, value);
  expect(socket.getOption(name)).toBe(value);
  using other = Socket.create('unix', 'stream');
  expect(() => other.setOption(name, value)).toThrow(/EOPNOTSUPP/);
});

test('bindToDevice takes the name of an interface', () => {
  using socket = Socket.create('inet', 'stream');
  expect(socket.getOption('bindToDevice')).toBe('');
  socket.setOption('bindToDevice', 'lo');
  expect(socket.getOption('bindToDevice')).toBe('lo');
  expect(() => socket.setOption('bindToDevice', 'no-such-device')).toThrow(/SO_BINDTODEVICE/);
  expect(() => socket.setOption('bindToDevice', 'a-name-far-too-long')).toThrow(RangeError);
});

test('values that an option cannot have are refused before the kernel sees them', () => {
  expect(() => encodeOption('receiveBufferBytes', 1.5)).toThrow(/receiveBufferBytes: 1.5/);
  expect(() => encodeOption('receiveBufferBytes', 2 ** 31)).toThrow(RangeError);
  expect(() => encodeOption('lingerSeconds', -1)).toThrow(RangeError);
});

test('reading the error option takes the pending error away', () => {
  using pair = new ConnectedPair();
  pair.client.setOption('lingerSeconds', 0);
  pair.client.close();
  expect(pair.server.getOption('error')).toBe(104);
  expect(pair.server.getOption('error')).toBe(0);
});

test('urgent data comes beside the stream, or in it with outOfBandInline', () => {
  const buffer = Buffer.alloc(8);
  using beside = new ConnectedPair();
  beside.client.sendAll(Buffer.from('abc'));
  beside.client.send(Buffer.from('!'), messageFlags.outOfBand);
  expect(beside.server.receive(buffer)).toBe(3);
  expect(beside.server.receive(buffer, messageFlags.outOfBand)).toBe(1);
  expect(buffer.toString('latin1', 0, 1)).toBe('!');

  using inside = new ConnectedPair();
  inside.server.setOption('outOfBandInline', true);
  inside.client.send(Buffer.from('!'), messageFlags.outOfBand);
  expect(inside.server.receive(buffer)).toBe(1);
  expect(buffer.toString('latin1', 0, 1)).toBe('!');
});
