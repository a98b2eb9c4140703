import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Converse } from '../../known-servers/converse.ts';
import { corrupting, duplicating, mute, swallowing } from '../../known-servers/faults.ts';
import { wholeMessages } from '../../known-servers/whole-messages.ts';
import type { Address } from '../../protocol/address.ts';
import { readHeader } from '../../protocol/message.ts';

/** Servers whose behaviour is known to the byte: what a load says of them can be held against it. */
export interface FaultyServer {
  readonly address: Address;
  close(): Promise<void>;
}

/** Where to listen; port 0 and a loopback address when nothing is said. */
export type Place = { readonly host: string } | { readonly path: string };

export type Serve = (socket: Socket) => void;
/** `number` counts the messages of its connection, from 1. */
type React = (message: Buffer, number: number, socket: Socket) => void;

/** Sends everything back as it comes. */
export function startEcho(place?: Place): Promise<FaultyServer> {
  return listen((socket) => socket.on('data', (chunk) => socket.write(chunk)), place);
}

/** Sends everything back, each byte in a segment of its own. */
export function startByteAtATimeEcho(): Promise<FaultyServer> {
  return listen((socket) => {
    const waiting: number[] = [];
    let writing = false;
    const writeNext = (): void => {
      const byte = waiting.shift();
      writing = byte !== undefined;
      if (byte !== undefined) socket.write(Uint8Array.of(byte), () => setImmediate(writeNext));
    };
    socket.on('data', (chunk) => {
      waiting.push(...chunk);
      if (!writing) writeNext();
    });
  });
}

/**
 * Reads nothing while it writes, as a server does that blocks: a client that does not read while it
 * writes waits for ever, and so does this server.
 */
export function startTurnTakingEcho(): Promise<FaultyServer> {
  return listen((socket) => {
    socket.on('data', (chunk) => {
      socket.pause();
      socket.write(chunk, () => socket.resume());
    });
  });
}

/** Answers only when `messages` of them have come, all in one write. */
export function startGluedEcho(payloadBytes: number, messages: number): Promise<FaultyServer> {
  return listen((socket) => {
    let glued: Buffer[] = [];
    const react: React = (message) => {
      glued.push(message);
      if (glued.length < messages) return;
      socket.write(Buffer.concat(glued));
      glued = [];
    };
    startReading(socket, payloadBytes, react);
  });
}

/** Notes the connection number that each client writes into its messages, and echoes. */
export async function startCountingEcho(payloadBytes: number) {
  const seen: number[] = [];
  const server = await startReacting(payloadBytes, (message, number, socket) => {
    const connection = readHeader(message)?.connection;
    if (number === 1 && connection !== undefined) seen.push(connection);
    socket.write(message);
  });
  return { ...server, connectionsSeen: () => [...seen].sort((a, b) => a - b) };
}

/** A behaviour of `known-servers/` in this process. */
function startBehaving(converse: Converse): Promise<FaultyServer> {
  return listen((socket) => {
    const receive = converse((bytes, start, end) => {
      if (!socket.destroyed) socket.write(Buffer.from(bytes.subarray(start, end)));
    });
    socket.on('data', (chunk) => receive(chunk, chunk.length));
  });
}

/** Flips a bit in the answer to message `faulty` of connection 1; all else is echoed. */
export function startCorrupting(payloadBytes: number, faulty: number): Promise<FaultyServer> {
  return startBehaving(corrupting(payloadBytes, faulty));
}

/** Answers message `faulty` of connection 1 twice. */
export function startDuplicating(payloadBytes: number, faulty: number): Promise<FaultyServer> {
  return startBehaving(duplicating(payloadBytes, faulty));
}

/** Never answers message `faulty` of connection 1, nor notices that it does not. */
export function startSwallowing(payloadBytes: number, faulty: number): Promise<FaultyServer> {
  return startBehaving(swallowing(payloadBytes, faulty));
}

/** Answers the first `answers` messages of each connection, and none after. */
export function startFallingSilent(payloadBytes: number, answers: number): Promise<FaultyServer> {
  return startReacting(payloadBytes, (message, number, socket) => {
    if (number <= answers) socket.write(message);
  });
}

/** Accepts, reads, never says a word. */
export function startMute(): Promise<FaultyServer> {
  return startBehaving(mute);
}

/** Answers the first `answers` messages of each connection, then resets it. */
export function startResetting(payloadBytes: number, answers: number): Promise<FaultyServer> {
  return startReacting(payloadBytes, (message, number, socket) => {
    if (number > answers) socket.resetAndDestroy();
    else socket.write(message);
  });
}

/** Answers the first `answers` messages of each connection, then hangs up in good order. */
export function startHangingUp(payloadBytes: number, answers: number): Promise<FaultyServer> {
  return startReacting(payloadBytes, (message, number, socket) => {
    if (number === answers) socket.end(message);
    else if (number < answers) socket.write(message);
  });
}

/** Says `greetings` in turn, one to each client, and hangs up. */
export function startGreeting(...greetings: string[]): Promise<FaultyServer> {
  let client = 0;
  return listen((socket) => {
    socket.resume();
    socket.end(greetings[client % greetings.length] ?? '');
    client += 1;
  });
}

/** Echoes, but answers nobody for `frozenMs`, once, from message `at` of all clients on. */
export function startFreezing(
  payloadBytes: number,
  at: number,
  frozenMs: number,
): Promise<FaultyServer> {
  let received = 0;
  let held: (() => void)[] | null = null;
  const freeze = (): void => {
    held = [];
    setTimeout(() => {
      const answers = held ?? [];
      held = null;
      for (const answer of answers) answer();
    }, frozenMs);
  };
  return startReacting(payloadBytes, (message, _number, socket) => {
    received += 1;
    if (received === at) freeze();
    if (held === null) socket.write(message);
    else held.push(() => socket.write(message));
  });
}

/** An address where nobody listens: the port was free a moment ago. */
export async function startRefusing(): Promise<FaultyServer> {
  const server = await startMute();
  await server.close();
  return { address: server.address, close: async () => {} };
}

function startReacting(payloadBytes: number, react: React): Promise<FaultyServer> {
  return listen((socket) => startReading(socket, payloadBytes, react));
}

function startReading(socket: Socket, payloadBytes: number, react: React): void {
  const receive = wholeMessages(payloadBytes, (message, number) => {
    if (!socket.destroyed) react(Buffer.from(message), number, socket);
  });
  socket.on('data', (chunk) => receive(chunk, chunk.length));
}

export async function listen(
  serve: Serve,
  place: Place = { host: '127.0.0.1' },
): Promise<FaultyServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // the load hangs up as it likes
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen('path' in place ? { path: place.path } : { host: place.host, port: 0 });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null) throw new Error('the server has no address');
  return {
    address:
      typeof bound === 'string'
        ? { transport: 'unix', path: bound }
        : { transport: 'tcp', host: bound.address, port: bound.port },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
