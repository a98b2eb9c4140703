import { afterEach, describe, expect, test } from 'vitest';
import type { Connection, ConnectionEvents } from '../../../loadgen/clients/connection.ts';
import { createClock } from '../../../loadgen/clock.ts';
import { PosixCarrier } from '../../../loadgen/posix-engine/posix-carrier.ts';
import { unsupportedReason } from '../../../sockets/libc.ts';
import { Socket } from '../../../sockets/socket.ts';
import type { SocketAddress } from '../../../sockets/socket-address.ts';

const TURNS_MAX = 1000;
const reason = unsupportedReason();

class Listening implements ConnectionEvents {
  readonly heard: string[] = [];
  connected(): void {
    this.heard.push('connected');
  }
  received(chunk: Buffer, length: number, start = 0): void {
    this.heard.push(chunk.toString('latin1', start, start + length));
  }
  receivedAll(): void {
    this.heard.push('all');
  }
  troubled(code: string): void {
    this.heard.push(code);
  }
  drained(): void {
    this.heard.push('drained');
  }
  ended(code: string): void {
    this.heard.push(code);
  }
}

function serve(address: SocketAddress = { host: '127.0.0.1', port: 0 }): Socket {
  const server = Socket.create('inet', 'datagram');
  server.setBlocking(false);
  server.bind(address);
  return server;
}

describe.skipIf(reason !== null)(`datagrams of the posix engine (${reason ?? 'Linux'})`, () => {
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  function connect(server: Socket): {
    carrier: PosixCarrier;
    events: Listening;
    connection: Connection;
  } {
    const clock = createClock(process.hrtime.bigint());
    const target = { family: 'inet', type: 'datagram', address: server.socketName() } as const;
    const carrier = new PosixCarrier([target], clock);
    const events = new Listening();
    const connection = carrier.open(events);
    open.push(connection, carrier, server);
    turnUntil(carrier, () => events.heard.includes('connected'));
    return { carrier, events, connection };
  }

  function turnUntil(carrier: PosixCarrier, isDone: () => boolean): void {
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      if (isDone()) return;
      carrier.turn(0, 1e6);
    }
    throw new Error('it never came');
  }

  function receiveAll(server: Socket, count: number): string[] {
    const buffer = Buffer.alloc(100);
    return Array.from({ length: count }, () =>
      buffer.toString('latin1', 0, server.receiveFrom(buffer).count),
    );
  }

  test('what was gathered leaves as datagrams of their own, more than one batch of them', () => {
    const server = serve();
    const { connection } = connect(server);
    const bytes = Buffer.from(Array.from({ length: 40 }, (_, i) => 48 + i));
    for (let i = 0; i < 40; i += 1) connection.write(bytes, i, i + 1, i < 39);
    expect(receiveAll(server, 40).join('')).toBe(bytes.toString('latin1'));
  });

  test('datagrams that came together are told one by one, and then that it was all', () => {
    const server = serve();
    const { carrier, connection, events } = connect(server);
    connection.write(Buffer.from('hello'), 0, 5, false);
    const { sender } = server.receiveFrom(Buffer.alloc(9));
    for (const text of ['one', '', 'two']) server.sendTo(Buffer.from(text), sender);
    turnUntil(carrier, () => events.heard.includes('all'));
    expect(events.heard).toEqual(['connected', 'one', '', 'two', 'all']);
  });

  test('a refusal is told and is no end; what is sent when it waits is sent all the same', () => {
    const server = serve();
    const address = server.socketName();
    const { connection, events } = connect(server);
    const bytes = Buffer.from('abcd');
    server.close();
    connection.write(bytes, 0, 1, false); // leaves, and is refused
    const next = serve(address);
    open.push(next);
    connection.write(bytes, 1, 2, false); // meets the refusal of the first
    connection.write(bytes, 2, 3, true);
    connection.write(bytes, 3, 4, false);
    expect(receiveAll(next, 3)).toEqual(['b', 'c', 'd']);
    expect(events.heard).toEqual(['connected', 'ECONNREFUSED']);
  });

  test('a datagram that is too long is left out, and the others of its batch are not', () => {
    const server = serve();
    const { connection, events } = connect(server);
    const bytes = Buffer.alloc(70_000, 'x');
    connection.write(bytes, 0, 1, true);
    connection.write(bytes, 0, bytes.length, true);
    expect(connection.write(bytes, 0, 2, false)).toBe(true);
    expect(receiveAll(server, 2)).toEqual(['x', 'xx']);
    expect(events.heard).toContain('EMSGSIZE');
  });

  test('a refusal that nobody was there to hear is heard with the next turn', () => {
    const server = serve();
    const { carrier, connection, events } = connect(server);
    server.close();
    connection.write(Buffer.from('x'), 0, 1, false);
    turnUntil(carrier, () => events.heard.includes('ECONNREFUSED'));
    expect(events.heard).toEqual(['connected', 'ECONNREFUSED', 'all']);
  });

  test('replies that its own receive buffer had no room for are told at the end', () => {
    const server = serve();
    const { connection, events } = connect(server);
    connection.write(Buffer.from('x'), 0, 1, false);
    const { sender } = server.receiveFrom(Buffer.alloc(1));
    for (let i = 0; i < 2000; i += 1) server.sendTo(Buffer.alloc(60_000), sender);
    connection.close();
    expect(events.heard).toEqual(['connected', 'RECEIVE_BUFFER_FULL']);
  });

  test('a closed one says nothing more, and closing twice is fine', () => {
    const server = serve();
    const { carrier, connection, events } = connect(server);
    connection.close();
    connection.close();
    carrier.turn(0, 1000);
    expect(events.heard).toEqual(['connected']);
  });
});
