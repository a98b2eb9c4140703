import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { makeDeaf } from '../../sockets/make-deaf.ts';
import type { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { readRetransmissions } from '../../sockets/tcp-info.ts';
import { ConnectedPair, LOOPBACK, listenOn } from './connected-pair.ts';
import { firstReady } from './first-ready.ts';
import { type Survival, watchSurvivors } from './survivors.ts';

const CHILD_FILE = fileURLToPath(new URL('vanished-client.child.ts', import.meta.url));
const CHILD_START_MS = 10_000;
const FAREWELL_WAIT_MS = 2_000;
const WORDS = Buffer.from('are you there?');
/** Shortest the kernel takes: first question after 1 s of silence, given up 1 s later. */
const KEEP_ALIVE_SECONDS = 1;
const USER_TIMEOUT_MS = 1_000;
/** A machine that is busy tells late; then it is given up. */
const NOTICE_WAIT_MS = 10_000;
/** A stopped client is watched for so long beyond the moment when a silent one was noticed. */
const STOPPED_MARGIN_MS = 500;

/** What a receive ended with: how many bytes, an error's name, or nothing within the time. */
export type Heard = number | string | 'nothing';

export interface Noticed {
  readonly heard: Heard;
  readonly afterMs: number;
}

export interface VanishedClientValues {
  /** Farewells: a close, a reset, and a client that was killed. */
  readonly closed: Heard;
  readonly reset: Heard;
  readonly killed: Heard;
  /** Silence: from here on no packet reaches the client, and none comes from it. */
  readonly silent: {
    readonly watchedMs: number;
    /** A server that only receives. */
    readonly receiving: Heard;
    /** One that sends: bytes that the kernel took, what it heard, segments sent again. */
    readonly sentBytes: number;
    readonly sending: Heard;
    readonly retransmissions: number;
    readonly keepAlive: Noticed;
    readonly keepAliveSeconds: number;
    readonly userTimeout: Noticed;
    readonly userTimeoutMs: number;
  };
  /** A client that is stopped (SIGSTOP), watched with the same keepalive. */
  readonly stopped: Noticed;
  readonly survivors: readonly Survival[];
}

export async function measureVanishedClient(): Promise<VanishedClientValues> {
  const closed = hearFarewell((client) => client.close());
  const reset = hearFarewell((client) => {
    client.setOption('lingerSeconds', 0);
    client.close();
  });
  const inProcess = await watchSilence();
  return { closed, reset, ...inProcess, survivors: await watchSurvivors() };
}

function hearFarewell(leave: (client: Socket) => void): Heard {
  using pair = new ConnectedPair();
  leave(pair.client);
  return hear(pair.server, FAREWELL_WAIT_MS);
}

type Silence = Pick<VanishedClientValues, 'silent' | 'stopped' | 'killed'>;

/** All of them at the same time, because each takes seconds. */
async function watchSilence(): Promise<Silence> {
  using receiving = new SilentPair();
  using sending = new SilentPair();
  using keepAlive = new SilentPair();
  using userTimeout = new SilentPair();
  using stopped = new ClientProcess();
  stopped.child.kill('SIGSTOP');
  for (const { server } of [keepAlive, stopped]) askForLife(server);
  userTimeout.server.setOption('userTimeoutMs', USER_TIMEOUT_MS);

  const startMs = performance.now();
  const sentBytes = sending.server.send(WORDS);
  userTimeout.server.send(WORDS);
  const byUserTimeout = notice(userTimeout.server, startMs, NOTICE_WAIT_MS);
  const byKeepAlive = notice(keepAlive.server, startMs, NOTICE_WAIT_MS);
  const ofStopped = notice(stopped.server, startMs, STOPPED_MARGIN_MS);
  const watchedMs = performance.now() - startMs;
  const silent = {
    watchedMs,
    receiving: hear(receiving.server, 0),
    sentBytes,
    sending: hear(sending.server, 0),
    retransmissions: readRetransmissions(sending.server),
    keepAlive: byKeepAlive,
    keepAliveSeconds: KEEP_ALIVE_SECONDS,
    userTimeout: byUserTimeout,
    userTimeoutMs: USER_TIMEOUT_MS,
  };
  stopped.child.kill('SIGKILL');
  return { silent, stopped: ofStopped, killed: hear(stopped.server, FAREWELL_WAIT_MS) };
}

/** A connection whose client neither hears nor answers, and that leaves without a word. */
class SilentPair extends ConnectedPair {
  constructor() {
    super();
    this.client.setOption('lingerSeconds', 0);
    makeDeaf(this.client);
  }
}

/** A connection to a client in a process of its own. */
class ClientProcess implements Disposable {
  readonly child: ChildProcess;
  readonly server: Socket;

  constructor() {
    using listener = listenOn('inet', LOOPBACK, 1);
    const name = listener.socketName();
    const port = 'port' in name ? String(name.port) : '';
    this.child = spawn(process.execPath, [CHILD_FILE, port, String(process.pid)], {
      stdio: 'ignore',
    });
    listener.setTimeout(CHILD_START_MS);
    try {
      this.server = listener.accept().connection;
    } catch (error) {
      this.child.kill('SIGKILL');
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.child.kill('SIGKILL');
    this.server.close();
  }
}

function askForLife(server: Socket): void {
  server.setOption('keepAliveIdleSeconds', KEEP_ALIVE_SECONDS);
  server.setOption('keepAliveIntervalSeconds', KEEP_ALIVE_SECONDS);
  server.setOption('keepAliveQuestions', 1);
  server.setOption('keepAlive', true);
}

function notice(server: Socket, startMs: number, waitMs: number): Noticed {
  const heard = hear(server, waitMs);
  return { heard, afterMs: performance.now() - startMs };
}

function hear(socket: Socket, waitMs: number): Heard {
  if (firstReady([socket], 'readable', waitMs) === null) return 'nothing';
  try {
    return socket.receive(new Uint8Array(WORDS.length));
  } catch (error) {
    if (error instanceof SocketError) return error.code;
    throw error;
  }
}
