import type { RunningServer } from '../../servers/strategy.ts';
import { errno } from '../../sockets/errno.ts';
import { Socket } from '../../sockets/socket.ts';
import { TimeoutError } from '../../sockets/socket-error.ts';
import { tryReceive, trySend } from '../../sockets/try-transfer.ts';
import { ConnectedPair } from './connected-pair.ts';
import { firstReady } from './first-ready.ts';
import { withBuiltIns } from './start-built-in.ts';

const CHUNK_BYTES = 16_384;
/** Both ends stand still when neither could send a byte for so long. */
const STANDSTILL_MS = 200;
const TIMEOUT_MS = 200;
/** What the cures carry each way, in times of what was stuck: buffers alone can't hold it. */
const CURE_FACTOR = 2;
/** A machine whose buffers hold more than this shows no deadlock. */
const BYTES_MAX = 256e6;
/** It receives, sends it back, and blocks in both. */
const ECHO_SERVER = 'conversation-loop';
const CURE_WAIT_MS = 10_000;

export interface DeadlockValues {
  readonly standstillMs: number;
  /** Bytes each end had sent when neither could go on, and whether it came to that. */
  readonly stuck: {
    readonly client: number;
    readonly server: number;
    readonly stoodStill: boolean;
  };
  /** Two programs of good will: an echo server, and a client that sends all before it reads. */
  readonly echo: EchoDeadlock;
  /** Bytes each way, and whether all of them arrived. */
  readonly readAfterEverySend: Cure;
  readonly sendLess: Cure;
  readonly readWhileWriting: Cure;
  readonly timeout: { readonly timeoutMs: number; readonly endsThatGaveUp: number };
}

export interface EchoDeadlock {
  /** Bytes that a client could send to an echo server without reading. */
  readonly sentBytes: number;
  readonly isStuck: boolean;
}

export interface Cure {
  readonly bytesEachWay: number;
  readonly done: boolean;
}

export async function measureDeadlock(): Promise<DeadlockValues> {
  const stuck = writeUntilStuck();
  const bytesEachWay = CURE_FACTOR * Math.max(stuck.client, stuck.server);
  return {
    standstillMs: STANDSTILL_MS,
    stuck,
    echo: await withBuiltIns([ECHO_SERVER], overwhelm),
    readAfterEverySend: exchange(CHUNK_BYTES, bytesEachWay),
    sendLess: exchange(CHUNK_BYTES, CHUNK_BYTES),
    readWhileWriting: readWhileWriting(bytesEachWay),
    timeout: { timeoutMs: TIMEOUT_MS, endsThatGaveUp: giveUp(bytesEachWay) },
  };
}

/** Both write, nobody reads, until neither can. */
function writeUntilStuck(): DeadlockValues['stuck'] {
  using pair = new ConnectedPair();
  const { client, server } = pair;
  const chunk = new Uint8Array(CHUNK_BYTES);
  const sent = { client: 0, server: 0 };
  while (sent.client + sent.server < BYTES_MAX) {
    const byClient = Math.max(0, trySend(client.descriptor, chunk, 0, CHUNK_BYTES, false));
    const byServer = Math.max(0, trySend(server.descriptor, chunk, 0, CHUNK_BYTES, false));
    sent.client += byClient;
    sent.server += byServer;
    if (byClient + byServer > 0) continue;
    if (firstReady([client, server], 'writable', STANDSTILL_MS) === null) {
      return { ...sent, stoodStill: true };
    }
  }
  return { ...sent, stoodStill: false };
}

/** Sends to an echo server and reads nothing: it stops to read when nobody reads its replies. */
function overwhelm([server]: readonly RunningServer[]): EchoDeadlock {
  const address = server?.address;
  if (address?.transport !== 'tcp') throw new Error('an echo server over TCP was asked for');
  using client = Socket.create('inet', 'stream');
  client.connect(address);
  client.setTimeout(STANDSTILL_MS);
  client.setOption('lingerSeconds', 0); // what it sent is of no use to anybody
  const chunk = new Uint8Array(CHUNK_BYTES);
  let sentBytes = 0;
  try {
    while (sentBytes < BYTES_MAX) sentBytes += client.send(chunk);
    return { sentBytes, isStuck: false };
  } catch (error) {
    if (error instanceof TimeoutError) return { sentBytes, isStuck: true };
    throw error;
  }
}

/** Each end sends a message, then reads one; with as many rounds as it takes. */
function exchange(messageBytes: number, bytesEachWay: number): Cure {
  using pair = new ConnectedPair();
  const ends = [pair.client, pair.server];
  const message = new Uint8Array(messageBytes);
  for (const end of ends) end.setTimeout(CURE_WAIT_MS);
  let moved = 0;
  while (moved < bytesEachWay) {
    for (const end of ends) end.sendAll(message);
    for (const end of ends) receiveExactly(end, messageBytes);
    moved += messageBytes;
  }
  return { bytesEachWay: moved, done: true };
}

function receiveExactly(socket: Socket, bytes: number): void {
  const buffer = new Uint8Array(bytes);
  for (let rest = bytes; rest > 0; ) {
    const count = socket.receive(buffer.subarray(0, rest));
    if (count === 0) throw new Error(`the stream ended with ${rest} bytes to come`);
    rest -= count;
  }
}

/** Each end does at any moment whichever of the two it can. */
function readWhileWriting(bytesEachWay: number): Cure {
  using pair = new ConnectedPair();
  const chunk = new Uint8Array(CHUNK_BYTES);
  const ends = [pair.client, pair.server].map((socket) => ({ socket, sent: 0, received: 0 }));
  const deadlineMs = performance.now() + CURE_WAIT_MS;
  const isDone = () => ends.every((end) => end.received >= bytesEachWay);
  while (!isDone() && performance.now() < deadlineMs) {
    let progress = 0;
    for (const end of ends) {
      const rest = Math.min(CHUNK_BYTES, bytesEachWay - end.sent);
      const sent = Math.max(0, trySend(end.socket.descriptor, chunk, 0, rest, false));
      const received = Math.max(0, tryReceive(end.socket.descriptor, chunk));
      end.sent += sent;
      end.received += received;
      progress += sent + received;
    }
    if (progress === 0) firstReady([pair.client, pair.server], 'readable', STANDSTILL_MS);
  }
  return { bytesEachWay, done: isDone() };
}

/** Both send more than the buffers hold, with a time-out: how many ends it frees. */
function giveUp(bytes: number): number {
  using pair = new ConnectedPair();
  const message = new Uint8Array(bytes);
  return [pair.client, pair.server].filter((end) => {
    end.setTimeout(TIMEOUT_MS);
    try {
      end.sendAll(message);
      return false;
    } catch (error) {
      if (error instanceof TimeoutError && error.errno === errno.EAGAIN) return true;
      throw error;
    }
  }).length;
}
