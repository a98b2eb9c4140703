import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Address } from '../protocol/address.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';
import type { KnownBehaviour, KnownServerLog } from './known-behaviour.ts';

/** The descriptor on which the server's process speaks, one JSON object per line. */
export const REPORT_DESCRIPTOR = 3;

/** What it says: first where it listens, and at its end what it knows of itself. */
export type KnownServerReport =
  | { readonly listening: { readonly host: string; readonly port: number } }
  | { readonly log: KnownServerLog };

/** A known server that did not come up. Nothing of it is left. */
export class KnownServerError extends Error {
  override readonly name = 'KnownServerError';
}

/** A server whose true answer is known, as its parent holds it. */
export interface KnownServer {
  readonly address: Address;
  readonly pid: number;
  /** Resolves when its process has ended, whoever ended it. */
  readonly exited: Promise<KnownServerExit>;
  /** Ends it; a server in the middle of a freeze or of a computation comes to its end first. */
  stop(): Promise<KnownServerExit>;
}

export interface KnownServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Known servers are one thread, which serves all. */
  readonly connectionsPerWorker: readonly number[];
  /** None: they echo, and let the client wait. */
  readonly disconnectedSlowReaders: 0;
  readonly stderrTail: string;
  /** Whether it had to be killed; there is no log then. */
  readonly forced: boolean;
  readonly log: KnownServerLog | null;
}

export interface StartKnownServerOptions {
  /** CPUs it may run on; all of them when left out. */
  readonly cpus?: readonly number[];
  /** Once it listens, it is killed after this, ms, whatever it is in the middle of. */
  readonly lifeMs?: number;
}

const READY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const LIFE_MS = 15 * 60_000;
const STDERR_TAIL_BYTES = 2048;

/**
 * Starts a server of known behaviour in a process of its own, which ends with this one. Linux only.
 *
 * @throws {KnownServerError} when it does not listen within 10 s, with its last words
 */
export async function startKnownServer(
  behaviour: KnownBehaviour,
  { cpus, lifeMs = LIFE_MS }: StartKnownServerOptions = {},
): Promise<KnownServer> {
  const start = () =>
    spawn(process.execPath, [childFile(), JSON.stringify(behaviour), String(process.pid)], {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
  const child = cpus === undefined ? start() : withCpus(cpus, start);
  const told = listen(child);
  const exited = settle(child, told.log);
  exited.catch(() => {}); // reported to whoever asks; nobody need ask
  const kill = (): boolean => child.kill('SIGKILL');
  const tooLate = setTimeout(kill, READY_TIMEOUT_MS);
  const address = await Promise.race([told.address, exited.then(() => null)]);
  clearTimeout(tooLate);
  if (address === null || child.pid === undefined) {
    kill();
    const { stderrTail } = await exited;
    throw new KnownServerError(
      `the known server ${behaviour.kind} did not come up: ${stderrTail.trim()}`,
    );
  }
  const life = setTimeout(kill, lifeMs).unref();
  exited.finally(() => clearTimeout(life)).catch(() => {});
  const stop = async (): Promise<KnownServerExit> => {
    child.stdin?.end();
    const timer = setTimeout(kill, STOP_TIMEOUT_MS);
    return exited.finally(() => clearTimeout(timer));
  };
  return { address, pid: child.pid, exited, stop };
}

function childFile(): string {
  return fileURLToPath(
    new URL(`./known-server.child${import.meta.url.slice(-3)}`, import.meta.url),
  );
}

function listen(child: ChildProcess): {
  address: Promise<Address | null>;
  log: Promise<KnownServerLog | null>;
} {
  const address = Promise.withResolvers<Address | null>();
  const log = Promise.withResolvers<KnownServerLog | null>();
  const pipe = child.stdio[REPORT_DESCRIPTOR] as Readable;
  pipe.on('error', () => {}); // it ends with its process; `exited` tells
  child.stdin?.on('error', () => {}); // the lifeline carries nothing that could be lost
  const lines = createInterface({ input: pipe });
  lines.on('line', (line) => {
    const report: KnownServerReport = JSON.parse(line);
    if ('listening' in report) address.resolve({ transport: 'tcp', ...report.listening });
    else log.resolve(report.log);
  });
  lines.on('close', () => {
    address.resolve(null);
    log.resolve(null);
  });
  return { address: address.promise, log: log.promise };
}

async function settle(
  child: ChildProcess,
  log: Promise<KnownServerLog | null>,
): Promise<KnownServerExit> {
  let stderrTail = Buffer.alloc(0);
  child.stderr?.on('data', (chunk: Buffer) => {
    stderrTail = Buffer.concat([stderrTail, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  const [code, signal] = await once(child, 'close');
  const told = await log;
  return {
    code,
    signal,
    disconnectedSlowReaders: 0,
    connectionsPerWorker: told === null ? [] : [told.connections],
    stderrTail: stderrTail.toString(),
    forced: signal === 'SIGKILL',
    log: told,
  };
}
