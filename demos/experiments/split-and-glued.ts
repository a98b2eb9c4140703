import { messageFlags, type Socket } from '../../sockets/socket.ts';
import { ConnectedPair } from './connected-pair.ts';

/** Guards against a hang: what was sent is here in microseconds. */
const RECEIVE_WAIT_MS = 5_000;
const LARGE_MESSAGE_BYTES = 10_000;
const BUFFER_BYTES = 4096;
const SMALL_MESSAGES = 10;
const SMALL_MESSAGE_BYTES = 100;
const WORDS = 'Hello, world';
const ASKED_BYTES = 5;
const PIECES = ['hel', 'lo\nwor', 'ld\nb', 'ye\n'] as const;

export interface SplitAndGluedValues {
  /** One send, and what each receive returned. */
  readonly split: {
    readonly sentBytes: number;
    readonly bufferBytes: number;
    readonly received: readonly number[];
  };
  /** Many sends, and what one receive returned. */
  readonly glued: {
    readonly sends: number;
    readonly bytesEach: number;
    readonly receivedBytes: number;
  };
  /** A receive that asks for less than there is, and the next one. */
  readonly partial: {
    readonly sent: string;
    readonly askedBytes: number;
    readonly first: string;
    readonly second: string;
  };
  /** Lines in odd pieces, and what a reader of lines makes of them. */
  readonly framed: { readonly pieces: readonly string[]; readonly lines: readonly string[] };
}

export function measureSplitAndGlued(): SplitAndGluedValues {
  return { split: split(), glued: glue(), partial: askForLess(), framed: readLines() };
}

function split(): SplitAndGluedValues['split'] {
  using pair = connect();
  pair.client.sendAll(new Uint8Array(LARGE_MESSAGE_BYTES));
  awaitBytes(pair.server, LARGE_MESSAGE_BYTES);
  const buffer = new Uint8Array(BUFFER_BYTES);
  const received: number[] = [];
  for (let rest = LARGE_MESSAGE_BYTES; rest > 0; rest -= received.at(-1) ?? rest) {
    received.push(pair.server.receive(buffer));
  }
  return { sentBytes: LARGE_MESSAGE_BYTES, bufferBytes: BUFFER_BYTES, received };
}

function glue(): SplitAndGluedValues['glued'] {
  using pair = connect();
  for (let sends = 0; sends < SMALL_MESSAGES; sends += 1) {
    pair.client.sendAll(new Uint8Array(SMALL_MESSAGE_BYTES));
  }
  awaitBytes(pair.server, SMALL_MESSAGES * SMALL_MESSAGE_BYTES);
  const receivedBytes = pair.server.receive(new Uint8Array(BUFFER_BYTES));
  return { sends: SMALL_MESSAGES, bytesEach: SMALL_MESSAGE_BYTES, receivedBytes };
}

function askForLess(): SplitAndGluedValues['partial'] {
  using pair = connect();
  pair.client.sendAll(Buffer.from(WORDS));
  awaitBytes(pair.server, WORDS.length);
  const first = receiveText(pair.server, ASKED_BYTES);
  const second = receiveText(pair.server, BUFFER_BYTES);
  return { sent: WORDS, askedBytes: ASKED_BYTES, first, second };
}

function readLines(): SplitAndGluedValues['framed'] {
  using pair = connect();
  for (const piece of PIECES) pair.client.sendAll(Buffer.from(piece));
  pair.client.shutdown('write');
  const file = pair.server.makeFile();
  const lines: string[] = [];
  for (let line = file.readLine(); line !== null; line = file.readLine()) {
    lines.push(line.trimEnd());
  }
  return { pieces: PIECES, lines };
}

function connect(): ConnectedPair {
  const pair = new ConnectedPair();
  pair.server.setTimeout(RECEIVE_WAIT_MS);
  return pair;
}

/** Until all of it has come, so that what one receive returns does not hang on the moment. */
function awaitBytes(socket: Socket, bytes: number): void {
  socket.receive(new Uint8Array(bytes), messageFlags.peek | messageFlags.waitAll);
}

function receiveText(socket: Socket, mostBytes: number): string {
  const buffer = Buffer.alloc(mostBytes);
  return buffer.toString('latin1', 0, socket.receive(buffer));
}
