import type { Address, Transport } from '../protocol/address.ts';

/**
 * The seam between concurrency models and everything else: a strategy decides how connections
 * become running code, and nothing else. It runs in a server process of its own (`host.ts`).
 */
export interface ServerStrategy {
  /** Its file name, its name on the command line and in every report. */
  readonly name: string;
  /** One sentence: who accepts, who serves, where clients wait. */
  readonly summary: string;
  readonly transports: readonly Transport[];
  /** Why `udp` is not among them, where that has a reason of its own: ends the sentence. */
  readonly noDatagrams?: string;
  /** Clients served in its life (`one`), or at a time (`serial`, `concurrent`). */
  readonly admits: 'one' | 'serial' | 'concurrent';
  /** Messages it answers on one connection before it hangs up. */
  readonly answers: 'one-message' | 'conversation';
  /** Open files of the process that has most for each client; 1, the connection, when absent. */
  readonly descriptorsPerClient?: number;
  /** Whether its main thread blocks, so that neither a signal nor its parent's end is heard there. */
  readonly blocks: boolean;
  /**
   * Why it can't run here (or here with these options), as one sentence; `null` when it can.
   * Opens no socket: a plan asks it before anything is started.
   */
  unsupported(options?: ServerOptions): string | null;
  /**
   * Serves until its process is told to stop. Calls `events.listening` exactly once, when clients
   * can connect. A blocking strategy returns only when it is done for good; it leaves signals at
   * their default, because no JavaScript runs while it blocks. An error that keeps it from
   * listening is thrown as it came: its `code` (EADDRINUSE, EACCES, ...) tells the parent why.
   */
  serve(options: ServerOptions, events: ServerEvents): void | Promise<void>;
}

/** Everything a server process is told; plain data. */
export interface ServerOptions {
  readonly service: string;
  /** Port 0 picks a free port. */
  readonly listen:
    | { readonly transport: 'tcp' | 'udp'; readonly host: string; readonly port: number }
    | { readonly transport: 'unix'; readonly path: string };
  /** Finished connections that may wait for accept; the kernel caps it at net.core.somaxconn. */
  readonly backlog: number;
  /** Threads or processes of the strategies that have a fixed number of them. */
  readonly workers: number;
  /** How `cluster` spreads connections over its workers. */
  readonly distribution: Distribution;
  readonly work: WorkOptions;
}

export type Distribution = 'round-robin' | 'shared-handle' | 'reuse-port';

/** What the `work` service computes before it answers. */
export interface WorkOptions {
  /** Rounds of the computation per message: one unit. */
  readonly rounds: number;
  /** A message's length on the wire, so that glued messages are each computed. */
  readonly messageBytes: number;
}

/** What a server process tells its parent. Safe to call from code that is about to block. */
export interface ServerEvents {
  listening(address: Address): void;
  /** Connections each worker took, in worker order; told once, as the server stops. */
  connectionsPerWorker(counts: readonly number[]): void;
  /** The same for datagrams, which belong to no connection. */
  datagramsPerWorker(heard: readonly WorkerDatagrams[]): void;
  /** Clients disconnected because they read too slowly, over all workers; told as the server stops. */
  disconnectedSlowReaders(count: number): void;
}

/** What came to one worker. */
export interface WorkerDatagrams {
  /** Different senders: addresses with their ports, as far as they were told apart (100,000). */
  readonly peers: number;
  readonly datagrams: number;
}

/** A server as its parent sees it. */
export interface RunningServer {
  readonly address: Address;
  /** The root of the server's process tree. */
  readonly pid: number;
  /** Resolves when the server process has ended, whoever ended it. */
  readonly exited: Promise<ServerExit>;
  /** SIGTERM, then SIGKILL to what is left; resolves when no process and no socket file is left. */
  stop(): Promise<ServerExit>;
}

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly connectionsPerWorker: readonly number[];
  /** Absent for a server of connections, and for one that blocks: it ends without a word. */
  readonly datagramsPerWorker?: readonly WorkerDatagrams[];
  /** Null where it was not told: the server is not ours, has no such thing, or was killed. */
  readonly disconnectedSlowReaders: number | null;
  /** The last 2 KiB of what the server wrote on standard error. */
  readonly stderrTail: string;
  /** Whether something of it had to be killed. */
  readonly forced: boolean;
}
