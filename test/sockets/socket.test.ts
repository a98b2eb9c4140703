import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { messageFlags, Socket } from '../../sockets/socket.ts';
import { SocketError, TimeoutError } from '../../sockets/socket-error.ts';
import { ConnectedPair, freeAddress, listen, thrownBy } from './connected-pair.ts';

const FAMILIES = ['inet', 'inet6', 'unix'] as const;

describe.each(FAMILIES)('a stream socket of family %s', (family) => {
  test('carries bytes both ways, then the end of the stream', () => {
    using pair = new ConnectedPair(family);
    const buffer = new Uint8Array(64);
    pair.client.sendAll(Buffer.from('ping'));
    expect(pair.server.receive(buffer)).toBe(4);
    pair.server.sendAll(buffer.subarray(0, 4));
    expect(pair.client.receive(buffer)).toBe(4);
    expect(Buffer.from(buffer.subarray(0, 4)).toString()).toBe('ping');
    pair.client.close();
    expect(pair.server.receive(buffer)).toBe(0);
  });

  test('half-closed, still receives', () => {
    using pair = new ConnectedPair(family);
    const buffer = new Uint8Array(8);
    pair.client.shutdown('write');
    expect(pair.server.receive(buffer)).toBe(0);
    pair.server.sendAll(Buffer.from('late'));
    expect(pair.client.receive(buffer)).toBe(4);
    expect(thrownBy(SocketError, () => pair.client.send(buffer)).code).toBe('EPIPE');
  });

  test('knows its own name and its peer', () => {
    using listener = listen(family);
    using client = Socket.create(family, 'stream');
    client.connect(listener.socketName());
    const { connection, peer } = listener.accept();
    using server = connection;
    expect(peer).toEqual(client.socketName());
    expect(server.peerName()).toEqual(peer);
    expect(client.peerName()).toEqual(listener.socketName());
    expect(server.family).toBe(family);
  });

  test('connectEx names the error where nothing listens, and null where something does', () => {
    const listener = listen(family);
    const address = listener.socketName();
    using connected = Socket.create(family, 'stream');
    expect(connected.connectEx(address)).toBeNull();
    listener.close();
    using refused = Socket.create(family, 'stream');
    expect(refused.connectEx(address)).toBe('ECONNREFUSED');
    using thrower = Socket.create(family, 'stream');
    const error = thrownBy(SocketError, () => thrower.connect(address));
    expect(error).toMatchObject({ code: 'ECONNREFUSED', errno: 111, syscall: 'connect' });
    expect(error.message).toContain('nothing listens there');
  });
});

test('receive returns at most what was asked; the rest stays queued, and messages come glued', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('first'));
  pair.client.sendAll(Buffer.from('second'));
  const buffer = Buffer.alloc(64);
  expect(pair.server.receive(buffer.subarray(0, 3))).toBe(3);
  expect(pair.server.receive(buffer.subarray(3))).toBe(8);
  expect(buffer.toString('latin1', 0, 11)).toBe('firstsecond');
});

test('a received part of a buffer leaves the bytes around it alone', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('xyz'));
  const buffer = Buffer.alloc(9, '.');
  expect(pair.server.receive(buffer.subarray(3, 6))).toBe(3);
  expect(buffer.toString()).toBe('...xyz...');
});

test('peeking takes nothing away', () => {
  using pair = new ConnectedPair();
  pair.client.sendAll(Buffer.from('once'));
  const buffer = Buffer.alloc(8);
  expect(pair.server.receive(buffer, messageFlags.peek)).toBe(4);
  expect(pair.server.receive(buffer)).toBe(4);
});

test('a vanished peer is EPIPE, never a signal', async () => {
  const fixture = fileURLToPath(new URL('./vanished-peer.child.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture], { stdio: 'inherit' });
  const [code, signal] = await once(child, 'exit');
  expect({ code, signal }).toEqual({ code: 7, signal: null });
});

test('a connection closed with lingerSeconds 0 is reset', () => {
  using pair = new ConnectedPair();
  pair.client.setOption('lingerSeconds', 0);
  pair.client.close();
  const error = thrownBy(SocketError, () => pair.server.receive(new Uint8Array(8)));
  expect(error).toMatchObject({ code: 'ECONNRESET', syscall: 'recv' });
});

test('a unix socket listens at a path, and an address in use says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-'));
  try {
    const path = join(folder, 'echo.sock');
    using listener = Socket.create('unix', 'stream');
    listener.bind({ path });
    expect(existsSync(path)).toBe(true);
    expect(listener.socketName()).toEqual({ path });
    using second = Socket.create('unix', 'stream');
    const error = thrownBy(SocketError, () => second.bind({ path }));
    expect(error.code).toBe('EADDRINUSE');
    expect(error.message).toContain(`bind ${path}: address already in use (EADDRINUSE)`);
    expect(error.message).toContain('choose another');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('after a restart the address is in use, unless both servers set reuseAddress before bind', () => {
  const listener = Socket.create('inet', 'stream');
  listener.setOption('reuseAddress', true);
  listener.bind(freeAddress('inet'));
  listener.listen(1);
  const address = listener.socketName();
  using client = Socket.create('inet', 'stream');
  client.connect(address);
  // Who closes first keeps the connection in TIME_WAIT.
  listener.accept().connection.close();
  expect(client.receive(new Uint8Array(1))).toBe(0);
  client.close();
  listener.close();

  using refused = Socket.create('inet', 'stream');
  expect(thrownBy(SocketError, () => refused.bind(address)).code).toBe('EADDRINUSE');
  using restarted = Socket.create('inet', 'stream');
  restarted.setOption('reuseAddress', true);
  restarted.bind(address);
  restarted.listen(1);
  expect(restarted.socketName()).toEqual(address);
});

test('two sockets listen on one address with reusePort', () => {
  using first = Socket.create('inet', 'stream');
  first.setOption('reusePort', true);
  first.bind(freeAddress('inet'));
  first.listen(1);
  using second = Socket.create('inet', 'stream');
  second.setOption('reusePort', true);
  second.bind(first.socketName());
  second.listen(1);
  expect(second.socketName()).toEqual(first.socketName());
});

test('using closes the socket at the end of its block', () => {
  let outside: Socket;
  {
    using inside = Socket.create('inet', 'stream');
    outside = inside;
    expect(inside.descriptor).toBeGreaterThan(2);
  }
  expect(outside.descriptor).toBe(-1);
});

test('a child process serves a connection that it inherited as a descriptor', async () => {
  using pair = new ConnectedPair();
  const fixture = fileURLToPath(new URL('./inherited-connection.child.ts', import.meta.url));
  const stdio = ['ignore', 'inherit', 'inherit', pair.server.descriptor] as const;
  const child = spawn(process.execPath, [fixture], { stdio: [...stdio] });
  pair.server.close();
  pair.client.sendAll(Buffer.from('over there'));
  pair.client.shutdown('write');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(Buffer.from(pair.client.makeFile().read(100)).toString()).toBe('over there');
});

test('a descriptor that is no socket is refused by name', () => {
  expect(thrownBy(SocketError, () => Socket.fromDescriptor(0x7fff)).code).toBe('EBADF');
  const file = openSync('/dev/null', 'r');
  try {
    const error = thrownBy(SocketError, () => Socket.fromDescriptor(file));
    expect(error.code).toBe('ENOTSOCK');
    expect(error.message).toContain(`descriptor ${file}`);
  } finally {
    closeSync(file);
  }
});

test('a thread blocked in receive wakes when its connection is shut down elsewhere', async () => {
  using pair = new ConnectedPair();
  const script = new URL('./blocked-receive.worker.ts', import.meta.url);
  const worker = new Worker(script, { workerData: pair.server.descriptor });
  expect((await once(worker, 'message'))[0]).toBe('receiving');
  const received = once(worker, 'message');
  pair.server.shutdown('both');
  expect((await received)[0]).toBe(0);
  await worker.terminate();
});

test('an adopted descriptor keeps its family, type, blocking and time-out', () => {
  using pair = new ConnectedPair('inet6');
  pair.server.setTimeout(30);
  using adopted = Socket.fromDescriptor(pair.server.release());
  expect(adopted).toMatchObject({ family: 'inet6', type: 'stream' });
  const error = thrownBy(TimeoutError, () => adopted.receive(new Uint8Array(1)));
  // The kernel rounds time-outs up to its ticks, of 10 ms at most.
  expect(error.timeoutMs).toBeGreaterThanOrEqual(30);
  expect(error.timeoutMs).toBeLessThanOrEqual(40);
  expect(pair.server.descriptor).toBe(-1);
});
