import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { readHeader } from '../../protocol/message.ts';
import type { FaultyServer } from './faulty-servers.ts';

/** Datagram servers whose behaviour is known to the message. */

/** `number` counts the messages of a connection, from 1; `answer` may be called any number of times. */
type React = (message: Buffer, number: number, answer: (reply: Buffer) => void) => void;

export function startDatagramEcho(host = '127.0.0.1'): Promise<FaultyServer> {
  return serve((message, _number, answer) => answer(message), host);
}

/** Reads, never says a word. */
export function startMuteDatagrams(): Promise<FaultyServer> {
  return serve(() => {});
}

/** Never answers the messages for which `swallows` is true. */
export function startLosing(swallows: (number: number) => boolean): Promise<FaultyServer> {
  return serve((message, number, answer) => {
    if (!swallows(number)) answer(message);
  });
}

/** Answers each message twice. */
export function startAnsweringTwice(): Promise<FaultyServer> {
  return serve((message, _number, answer) => {
    answer(message);
    answer(message);
  });
}

/** Answers the first message at once, then each pair in the wrong order. */
export function startSwapping(): Promise<FaultyServer> {
  const held = new Map<number, Buffer>();
  return serve((message, number, answer) => {
    const connection = readHeader(message)?.connection ?? -1;
    if (number > 1 && number % 2 === 0) {
      held.set(connection, Buffer.from(message));
      return;
    }
    answer(message);
    const earlier = held.get(connection);
    held.delete(connection);
    if (earlier !== undefined) answer(earlier);
  });
}

/** Answers every `every`-th message `lateMs` later, all others at once. */
export function startAnsweringLate(every: number, lateMs: number): Promise<FaultyServer> {
  return serve((message, number, answer) => {
    if (number % every === 0) setTimeout(() => answer(message), lateMs);
    else answer(message);
  });
}

/** Answers message `faulty` of connection 1 with what `change` makes of it; all else is echoed. */
export function startChanging(
  faulty: number,
  change: (message: Buffer) => Buffer,
): Promise<FaultyServer> {
  return serve((message, number, answer) => {
    const isFaulty = number === faulty && readHeader(message)?.connection === 1;
    answer(isFaulty ? change(Buffer.from(message)) : message);
  });
}

/** An address where nobody listens: the port was free a moment ago. */
export async function startClosedDatagramPort(): Promise<FaultyServer> {
  const server = await startMuteDatagrams();
  await server.close();
  return { address: server.address, close: async () => {} };
}

async function serve(react: React, host = '127.0.0.1'): Promise<FaultyServer> {
  const socket = createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    recvBufferSize: 4 * 1024 * 1024,
  });
  const numbers = new Map<number, number>();
  let isOpen = true;
  socket.on('error', () => {}); // a client that has gone refuses its reply
  socket.on('message', (message, { port, address }: RemoteInfo) => {
    const connection = readHeader(message)?.connection ?? -1;
    const number = (numbers.get(connection) ?? 0) + 1;
    numbers.set(connection, number);
    react(message, number, (reply) => {
      if (isOpen) socket.send(reply, port, address);
    });
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return {
    address: { transport: 'udp', host, port: socket.address().port },
    close: async () => {
      isOpen = false;
      socket.close();
      await once(socket, 'close');
    },
  };
}
