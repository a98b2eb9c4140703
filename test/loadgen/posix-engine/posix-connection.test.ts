import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, ConnectionEvents } from '../../../loadgen/clients/connection.ts';
import { PosixCarrier } from '../../../loadgen/posix-engine/posix-carrier.ts';
import { type PosixTarget, resolveTarget } from '../../../loadgen/posix-engine/posix-target.ts';
import { unsupportedReason } from '../../../sockets/libc.ts';
import type { Socket } from '../../../sockets/socket.ts';
import { tryReceive } from '../../../sockets/try-transfer.ts';
import { listen } from '../../sockets/connected-pair.ts';

const MS = 1e6;
const TURNS_MAX = 2000;
const clock = () => performance.now() * MS;

/** Notes what a connection told its client. */
class Listener implements ConnectionEvents {
  readonly heard: string[] = [];
  readonly chunks: Buffer[] = [];

  connected(): void {
    this.heard.push('connected');
  }
  received(chunk: Buffer, length: number): void {
    this.chunks.push(Buffer.from(chunk.subarray(0, length)));
  }
  drained(): void {
    this.heard.push('drained');
  }
  ended(code: string): void {
    this.heard.push(code);
  }
}

function targetOf(listener: Socket): PosixTarget {
  return { family: listener.family, type: 'stream', address: listener.socketName() };
}

/** A port where nobody listens: it was free a moment ago. */
function refusing(): PosixTarget {
  using listener = listen('inet');
  return targetOf(listener);
}

function turnUntil(carrier: PosixCarrier, isDone: () => boolean): void {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (isDone()) return;
    carrier.turn(clock(), clock() + 5 * MS);
  }
  throw new Error('what was waited for never happened');
}

/** A connection between a carrier and a socket of this test. */
function connectTo(listener: Socket) {
  const carrier = new PosixCarrier([targetOf(listener)], clock);
  const events = new Listener();
  const connection = carrier.open(events);
  const server = listener.accept().connection;
  turnUntil(carrier, () => events.heard.includes('connected'));
  return { carrier, events, connection, server };
}

const reason = unsupportedReason();

if (reason !== null) describe('connections of the posix engine', () => test.skip(reason));
else describe.each(['inet', 'unix'] as const)('connections of the posix engine (%s)', testFamily);

function testFamily(family: 'inet' | 'unix'): void {
  let listener: Socket;
  let made: { carrier: PosixCarrier; events: Listener; connection: Connection; server: Socket };

  beforeEach(() => {
    listener = listen(family);
    made = connectTo(listener);
  });
  afterEach(() => {
    made.connection.close();
    made.carrier.close();
    made.server.close();
    listener.close();
  });

  test('what the kernel does not take at once goes out in order when it can, and is told once', () => {
    const { carrier, events, connection, server } = made;
    const bytes = Buffer.alloc(16 * 1024 * 1024);
    for (let i = 0; i < bytes.length; i += 4) bytes.writeInt32LE(i, i);
    expect(connection.write(bytes, 0, bytes.length, false)).toBe(false);
    const back = Buffer.alloc(bytes.length);
    let length = 0;
    const chunk = Buffer.alloc(256 * 1024);
    turnUntil(carrier, () => {
      for (let n = tryReceive(server.descriptor, chunk); n > 0; ) {
        chunk.copy(back, length, 0, n);
        length += n;
        n = tryReceive(server.descriptor, chunk);
      }
      return length === bytes.length;
    });
    expect(back.equals(bytes)).toBe(true);
    turnUntil(carrier, () => events.heard.includes('drained'));
    expect(events.heard).toEqual(['connected', 'drained']);
    expect(connection.write(bytes, 0, 10, false)).toBe(true);
  });

  test('sends the part it was told, and no more', () => {
    const { connection, server } = made;
    const chunk = Buffer.alloc(100);
    expect(connection.write(Buffer.from('sounding'), 2, 5, false)).toBe(true);
    expect(chunk.toString('latin1', 0, server.receive(chunk))).toBe('und');
  });

  test('reads all that came in one event, however many buffers it fills', () => {
    const { carrier, events, server } = made;
    const much = Buffer.alloc(150 * 1024, 'm');
    server.sendAll(much);
    turnUntil(carrier, () => Buffer.concat(events.chunks).length === much.length);
    expect(Buffer.concat(events.chunks).equals(much)).toBe(true);
  });

  test('last words and the end that come together are both heard', () => {
    const { carrier, events, server } = made;
    server.sendAll(Buffer.from('farewell'));
    server.close();
    turnUntil(carrier, () => events.heard.includes('END_OF_STREAM'));
    expect(Buffer.concat(events.chunks).toString()).toBe('farewell');
    expect(events.heard).toEqual(['connected', 'END_OF_STREAM']);
  });

  test('after close nothing is heard, whatever happens on the other side', () => {
    const { carrier, events, connection, server } = made;
    server.sendAll(Buffer.from('too late'));
    connection.close();
    server.close();
    for (let turn = 0; turn < 3; turn += 1) carrier.turn(0, 0);
    expect(events.heard).toEqual(['connected']);
    expect(events.chunks).toEqual([]);
  });

  test('a write to a peer that is gone ends with an error, told later and once', () => {
    const { carrier, events, connection, server } = made;
    server.setOption('lingerSeconds', 0);
    server.close();
    expect(connection.write(Buffer.from('anyone?'), 0, 7, false)).toBe(false);
    expect(events.heard).toEqual(['connected']);
    turnUntil(carrier, () => events.heard.length > 1);
    for (let turn = 0; turn < 3; turn += 1) carrier.turn(0, 0);
    expect(events.heard).toEqual(['connected', expect.stringMatching(/^(EPIPE|ECONNRESET)$/)]);
  });
}

describe.runIf(reason === null)('a carrier of the posix engine', () => {
  test('tells a refusal after open, not within it', () => {
    const carrier = new PosixCarrier([refusing()], clock);
    const events = new Listener();
    carrier.open(events);
    expect(events.heard).toEqual([]);
    turnUntil(carrier, () => events.heard.length > 0);
    expect(events.heard).toEqual(['ECONNREFUSED']);
    carrier.close();
  });

  test('tries the next address of a name where the first refuses', () => {
    using listener = listen('inet');
    const carrier = new PosixCarrier([refusing(), targetOf(listener)], clock);
    const events = new Listener();
    const connection = carrier.open(events);
    turnUntil(carrier, () => events.heard.length > 0);
    expect(events.heard).toEqual(['connected']);
    connection.close();
    carrier.close();
  });

  test('a unix socket that is not there is ENOENT', () => {
    const targets = resolveTarget({ transport: 'unix', path: '/nonexistent/echosounder' });
    const carrier = new PosixCarrier(targets, clock);
    const events = new Listener();
    carrier.open(events);
    turnUntil(carrier, () => events.heard.length > 0);
    expect(events.heard).toEqual(['ENOENT']);
    carrier.close();
  });

  test('a name that nobody knows ends every connection with ENOTFOUND', () => {
    const targets = resolveTarget({ transport: 'tcp', host: 'nowhere.invalid', port: 7 });
    const carrier = new PosixCarrier(targets, clock);
    const events = new Listener();
    carrier.open(events);
    turnUntil(carrier, () => events.heard.length > 0);
    expect(events.heard).toEqual([expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/)]);
    carrier.close();
  });

  test('a name has an address, and an address is its own', () => {
    const port = 7;
    const local = resolveTarget({ transport: 'tcp', host: 'localhost', port });
    expect(local).not.toBeTypeOf('string');
    const numeric = resolveTarget({ transport: 'tcp', host: '::1', port });
    expect(numeric).toEqual([
      expect.objectContaining({ family: 'inet6', address: { host: '::1', port } }),
    ]);
  });

  test('runs what is for later when it is due, the earlier first', () => {
    const carrier = new PosixCarrier('EUNUSED', clock);
    const ran: string[] = [];
    carrier.later(3 * MS, () => ran.push('second'));
    carrier.later(1 * MS, () => ran.push('first'));
    const beganNs = clock();
    turnUntil(carrier, () => ran.length === 2);
    expect(ran).toEqual(['first', 'second']);
    expect(clock() - beganNs).toBeGreaterThan(2 * MS);
    carrier.close();
  });

  test('a reset while it is connecting is not taken for a connection', () => {
    using listener = listen('inet');
    const carrier = new PosixCarrier([targetOf(listener)], clock);
    const events = new Listener();
    carrier.open(events);
    const { connection: server } = listener.accept();
    server.setOption('lingerSeconds', 0);
    server.close();
    turnUntil(carrier, () => events.heard.length > 0);
    expect(events.heard).toEqual(['ECONNRESET']);
    carrier.close();
  });
});
