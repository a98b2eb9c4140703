import { readFileSync } from 'node:fs';
import { readKernelCounter } from '../../sockets/kernel-counters.ts';
import { Socket } from '../../sockets/socket.ts';
import { readListenQueue } from '../../sockets/tcp-info.ts';
import { closeAll, LOOPBACK, listenOn } from './connected-pair.ts';
import { difference } from './difference.ts';
import { firstReady } from './first-ready.ts';

export const BACKLOG = 4;
export const CLIENTS = 8;
const HUGE_BACKLOG = 1_000_000;
/** On loopback a handshake takes microseconds; a busy machine gets this long. */
const CONNECT_WAIT_MS = 250;
/** Clients that were turned away ask again after a second, and a few times more. */
const RETRY_WAIT_MS = 8_000;

export interface ListenQueueValues {
  readonly backlog: number;
  readonly clients: number;
  readonly tcp: {
    /** Clients whose connect ended while nobody accepted. */
    readonly connected: number;
    /** Clients whose connect had not ended after `waitedMs`. */
    readonly stillConnecting: number;
    readonly waitedMs: number;
    /** Connections in the queue, by the kernel's own word. */
    readonly inQueue: number;
    /** Times that anybody's queue on this machine overflowed meanwhile. */
    readonly overflows: number | null;
    /** From one accept until one more client was connected; null when none was in time. */
    readonly nextConnectedMs: number | null;
  };
  readonly unix: {
    readonly connected: number;
    /** How the connect of the others ended, by the name of the error. */
    readonly refusedWith: readonly string[];
  };
  readonly cap: {
    readonly asked: number;
    readonly kept: number;
    readonly somaxconn: number | null;
  };
}

/** A server that listens and does not accept, and a crowd at its door. */
export function measureListenQueue(): ListenQueueValues {
  return {
    backlog: BACKLOG,
    clients: CLIENTS,
    tcp: crowdOverTcp(),
    unix: crowdOverUnix(),
    cap: askForTooMuch(),
  };
}

function crowdOverTcp(): ListenQueueValues['tcp'] {
  const overflowsBefore = countOverflows();
  using listener = listenOn('inet', LOOPBACK, BACKLOG);
  const clients: Socket[] = [];
  try {
    const waiting: Socket[] = [];
    for (let count = 0; count < CLIENTS; count += 1) {
      const client = startConnect(listener);
      clients.push(client);
      if (firstReady([client], 'writable', CONNECT_WAIT_MS) === null) waiting.push(client);
    }
    const inQueue = readListenQueue(listener).waiting;
    listener.accept().connection.close();
    const acceptedMs = performance.now();
    const next = waiting.length === 0 ? null : firstReady(waiting, 'writable', RETRY_WAIT_MS);
    return {
      connected: CLIENTS - waiting.length,
      stillConnecting: waiting.length,
      waitedMs: CONNECT_WAIT_MS,
      inQueue,
      overflows: difference(overflowsBefore, countOverflows()),
      nextConnectedMs: next === null ? null : performance.now() - acceptedMs,
    };
  } finally {
    closeAll(clients);
  }
}

/** Clients that were turned away because a listen queue was full. */
function countOverflows(): number | null {
  return readKernelCounter('TcpExt', 'ListenOverflows');
}

/** Without waiting: a blocking connect would not return for those who are turned away. */
function startConnect(listener: Socket): Socket {
  const client = Socket.create('inet', 'stream');
  client.setBlocking(false);
  client.connectEx(listener.socketName());
  return client;
}

function crowdOverUnix(): ListenQueueValues['unix'] {
  using listener = listenOn('unix', { path: `\0echosounder-demo-${process.pid}` }, BACKLOG);
  const clients: Socket[] = [];
  try {
    const refusedWith: string[] = [];
    for (let count = 0; count < CLIENTS; count += 1) {
      const client = Socket.create('unix', 'stream');
      clients.push(client);
      client.setBlocking(false);
      const code = client.connectEx(listener.socketName());
      if (code !== null) refusedWith.push(code);
    }
    return { connected: CLIENTS - refusedWith.length, refusedWith };
  } finally {
    closeAll(clients);
  }
}

function askForTooMuch(): ListenQueueValues['cap'] {
  using listener = listenOn('inet', LOOPBACK, HUGE_BACKLOG);
  return {
    asked: HUGE_BACKLOG,
    kept: readListenQueue(listener).limit,
    somaxconn: readSomaxconn(),
  };
}

function readSomaxconn(): number | null {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'latin1'));
  } catch {
    return null;
  }
}
