import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { AcceptQueue } from '../../sockets/accept-queue.ts';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { listen, thrownBy } from './connected-pair.ts';

const FAMILIES = ['inet', 'inet6', 'unix'] as const;
const BLOCKED = new URL('./blocked-accept.worker.ts', import.meta.url);

describe.each(FAMILIES)('a listening socket of family %s', (family) => {
  test('accepts on the event loop, clients that wait and clients to come, in order', async () => {
    using listener = listen(family);
    using early = Socket.create(family, 'stream');
    early.connect(listener.socketName());
    using first = (await listener.acceptAsync()).connection;
    const pending = [listener.acceptAsync(), listener.acceptAsync()];
    using second = Socket.create(family, 'stream');
    second.connect(listener.socketName());
    using third = Socket.create(family, 'stream');
    third.connect(listener.socketName());
    const clients = [early, second, third];
    const accepted = [first, ...(await Promise.all(pending)).map(({ connection }) => connection)];
    for (const [index, connection] of accepted.entries()) {
      clients[index]?.sendAll(Buffer.from([index]));
      const buffer = new Uint8Array(1);
      // Accepted connections block, though their listener no longer does.
      expect(connection.receive(buffer)).toBe(1);
      expect(buffer[0]).toBe(index);
      connection.close();
    }
  });

  test('shut down, rejects a pending acceptAsync and refuses further ones', async () => {
    using listener = listen(family);
    const pending = listener.acceptAsync();
    listener.shutdown('both');
    await expect(pending).rejects.toMatchObject({ code: 'EINVAL', syscall: 'accept' });
    await expect(listener.acceptAsync()).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('shut down, wakes a thread that is blocked in accept', async () => {
    using listener = listen(family);
    const worker = new Worker(BLOCKED, { workerData: listener.descriptor });
    const [ready] = await once(worker, 'message');
    expect(ready).toBe('accepting');
    const ended = once(worker, 'message');
    listener.shutdown('both');
    expect((await ended)[0]).toBe('EINVAL');
    await worker.terminate();
  });

  test('still blocks in accept after acceptAsync, up to its time-out', async () => {
    using listener = listen(family);
    using client = Socket.create(family, 'stream');
    client.connect(listener.socketName());
    (await listener.acceptAsync()).connection.close();
    using next = Socket.create(family, 'stream');
    next.connect(listener.socketName());
    listener.accept().connection.close();
    listener.setTimeout(20);
    expect(thrownBy(SocketError, () => listener.accept())).toMatchObject({
      name: 'TimeoutError',
      timeoutMs: 20,
    });
  });
});

test('a socket that does not listen cannot accept', () => {
  using socket = Socket.create('inet', 'stream');
  expect(thrownBy(SocketError, () => socket.accept()).code).toBe('EINVAL');
});

test('a pending acceptAsync keeps the process alive, and does not keep it from exiting', async () => {
  const fixture = fileURLToPath(new URL('./pending-accept.child.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toBe('pending\n');
  expect(child.exitCode).toBeNull();
  child.stdin.end('exit');
  const [code] = await once(child, 'exit');
  expect(code).toBe(7);
});

test('acceptAsync goes on by itself in a process that does nothing else', async () => {
  const fixture = fileURLToPath(new URL('./idle-accept.child.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  using client = Socket.create('inet', 'stream');
  client.connect({ host: '127.0.0.1', port: Number(port) });
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toBe('accepted\n');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

test('no more than 1024 accepts wait on one socket', async () => {
  using listener = listen('inet');
  const pending: Promise<unknown>[] = [];
  for (let count = 0; count < AcceptQueue.PENDING_MAX; count += 1)
    pending.push(listener.acceptAsync());
  await expect(listener.acceptAsync()).rejects.toThrow(RangeError);
  listener.close();
  const results = await Promise.allSettled(pending);
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
});

test('non-blocking, accept throws EAGAIN where nobody waits', () => {
  using listener = listen('inet');
  listener.setBlocking(false);
  const error = thrownBy(SocketError, () => listener.accept());
  expect(error.code).toBe('EAGAIN');
  expect(error.message).toContain('non-blocking');
});

test('blocks in accept also where another owner made the descriptor non-blocking', async () => {
  using listener = listen('inet');
  const worker = new Worker(BLOCKED, { workerData: listener.descriptor });
  const [ready] = await once(worker, 'message');
  expect(ready).toBe('accepting');
  const ended = once(worker, 'message');
  const pending = listener.acceptAsync();
  listener.shutdown('both');
  await expect(pending).rejects.toMatchObject({ code: 'EINVAL' });
  expect((await ended)[0]).toBe('EINVAL');
  await worker.terminate();
});
