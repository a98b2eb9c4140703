import { describe, expect, test } from 'vitest';
import { Socket } from '../../sockets/socket.ts';
import { SocketError, TimeoutError } from '../../sockets/socket-error.ts';
import { ConnectedPair, freeAddress, listen, thrownBy } from './connected-pair.ts';

const MEGABYTE = 1 << 20;

describe('with a time-out', () => {
  test('receive throws a TimeoutError that says how long', () => {
    using pair = new ConnectedPair();
    pair.client.setTimeout(20);
    const error = thrownBy(TimeoutError, () => pair.client.receive(new Uint8Array(1)));
    expect(error).toMatchObject({ timeoutMs: 20, syscall: 'recv', code: 'EAGAIN', errno: 11 });
    expect(error).toBeInstanceOf(SocketError);
    expect(error.message).toBe('recv: nothing happened within 20 ms');
  });

  test('accept throws it', () => {
    using listener = listen('inet');
    listener.setTimeout(20);
    expect(thrownBy(TimeoutError, () => listener.accept()).timeoutMs).toBe(20);
  });

  test('two ends that both write and never read come apart instead of waiting for ever', () => {
    using pair = new ConnectedPair();
    const bytes = new Uint8Array(64 * MEGABYTE);
    for (const end of [pair.client, pair.server]) {
      end.setTimeout(20);
      expect(thrownBy(TimeoutError, () => end.sendAll(bytes)).syscall).toBe('send');
    }
  });

  test('connect throws it where the listen queue is full', () => {
    using listener = listen('unix', 0);
    const waiting: Socket[] = [];
    try {
      for (let count = 0; count < 8; count += 1) {
        const client = Socket.create('unix', 'stream');
        client.setTimeout(20);
        waiting.push(client);
        if (count === 0) client.connect(listener.socketName());
        else if (client.connectEx(listener.socketName()) === 'EAGAIN') break;
      }
      expect(waiting.length).toBeLessThan(8);
      const late = waiting.at(-1) ?? Socket.create('unix', 'stream');
      const error = thrownBy(TimeoutError, () => late.connect(listener.socketName()));
      expect(error).toMatchObject({ syscall: 'connect', timeoutMs: 20 });
    } finally {
      for (const client of waiting) client.close();
    }
  });

  test('a lost datagram is not waited for for ever', () => {
    using socket = Socket.create('inet', 'datagram');
    socket.bind(freeAddress('inet'));
    socket.setTimeout(20);
    const error = thrownBy(TimeoutError, () => socket.receiveFrom(new Uint8Array(1)));
    expect(error.syscall).toBe('recvfrom');
  });

  test('null takes it away, and a time-out that cannot be is refused', () => {
    using pair = new ConnectedPair();
    pair.client.setTimeout(20);
    pair.client.setTimeout(null);
    pair.server.sendAll(Buffer.from('x'));
    expect(pair.client.receive(new Uint8Array(1))).toBe(1);
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => pair.client.setTimeout(wrong)).toThrow(RangeError);
  });
});

describe('non-blocking', () => {
  test('receive throws EAGAIN where nothing waits, time-out or not', () => {
    using pair = new ConnectedPair();
    pair.client.setTimeout(20);
    pair.client.setBlocking(false);
    const error = thrownBy(SocketError, () => pair.client.receive(new Uint8Array(1)));
    expect(error).toMatchObject({ name: 'SocketError', code: 'EAGAIN' });
  });

  test('send takes a part, then throws EAGAIN; the parts arrive whole', () => {
    using pair = new ConnectedPair();
    const bytes = new Uint8Array(32 * MEGABYTE).map((_, index) => index % 251);
    pair.client.setBlocking(false);
    let sent = pair.client.send(bytes);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(bytes.length);
    let full: SocketError | undefined;
    while (full === undefined) {
      try {
        sent += pair.client.send(bytes.subarray(sent));
      } catch (error) {
        if (!(error instanceof SocketError)) throw error;
        full = error;
      }
    }
    expect(full.code).toBe('EAGAIN');
    pair.client.shutdown('write');
    const received = pair.server.makeFile().read(bytes.length);
    expect(Buffer.compare(received, bytes.subarray(0, sent))).toBe(0);
  });

  test('connectEx says EINPROGRESS or is done, and the error option tells the outcome', () => {
    using listener = listen('inet');
    using client = Socket.create('inet', 'stream');
    client.setBlocking(false);
    expect([null, 'EINPROGRESS']).toContain(client.connectEx(listener.socketName()));
    listener.accept().connection.close();
    expect(client.getOption('error')).toBe(0);
  });

  test('made blocking again, it waits as before', () => {
    using pair = new ConnectedPair();
    pair.client.setBlocking(false);
    pair.client.setBlocking(true);
    pair.client.setTimeout(20);
    expect(thrownBy(TimeoutError, () => pair.client.receive(new Uint8Array(1))).timeoutMs).toBe(20);
  });
});
