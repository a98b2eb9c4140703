import cluster, { type Worker } from 'node:cluster';
import type { Address } from '../protocol/address.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import { Exchange } from './places/exchange.ts';
import { noticeBytes, Receipts } from './places/flow.ts';
import { Patience } from './places/patience.ts';
import type { Notice } from './services/service.ts';
import type { ServerOptions, WorkerDatagrams } from './strategy.ts';

/** What a worker process tells the primary. */
export type MemberReport =
  | { readonly kind: 'listening'; readonly address: Address }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** For the clients of all other workers. */
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'stopped';
      readonly connections: number;
      readonly disconnectedSlowReaders?: number;
      readonly heard?: WorkerDatagrams;
    };

/** What the primary tells a worker process. */
export type MemberOrder =
  | { readonly kind: 'hear'; readonly notice: Notice }
  /** So much of what the worker published has been passed on to all others. */
  | { readonly kind: 'passed'; readonly bytes: number }
  | 'stop';

/** A worker of the cluster, as the primary sees it. */
export interface Member {
  /** Rejects with the system's error when the worker can't listen, or ends before it does. */
  readonly listening: Promise<Address>;
  readonly ended: Promise<void>;
  /** Asks it to end; nothing happens when it has. */
  stop(): void;
  /** How many it took; 0 for one that died before it could tell. */
  connections(): number;
  /** The same of datagrams. */
  heard(): WorkerDatagrams;
  /** How many it disconnected; 0 for one that died before it could tell. */
  disconnectedSlowReaders(): number;
}

/**
 * Starts worker `number` (1, 2, ...), which is called so in the log. Its clients and those of the
 * other workers hear of each other through `exchange`; where it is left out, they do not.
 */
export function startMember(
  workerFile: string,
  number: number,
  options: ServerOptions,
  exchange: Exchange = new Exchange(),
): Member {
  cluster.setupPrimary({ exec: workerFile, args: [JSON.stringify(options)], silent: false });
  const worker = cluster.fork();
  const listening = Promise.withResolvers<Address>();
  const ended = Promise.withResolvers<void>();
  let connections = 0;
  let heard: WorkerDatagrams = { peers: 0, datagrams: 0 };
  let disconnectedSlowReaders = 0;
  let isStopping = false;

  const publish = exchangeNotices(worker, number, exchange);
  worker.on('message', (report: MemberReport) => {
    if (report.kind === 'notice') publish(report.notice);
    if (report.kind === 'listening') listening.resolve(report.address);
    if (report.kind === 'failed')
      listening.reject(Object.assign(new Error(report.message), report));
    if (report.kind === 'stopped') {
      connections = report.connections;
      disconnectedSlowReaders = report.disconnectedSlowReaders ?? 0;
      heard = report.heard ?? heard;
    }
  });
  worker.on('error', () => {}); // it could not be told something: `exit` follows
  worker.once('exit', (code, signal) => {
    const how = `worker ${number} of the cluster (pid ${worker.process.pid}) ended: ${signal ?? `exit code ${code}`}`;
    if (!isStopping) writeLogLine(how);
    listening.reject(new Error(how));
    ended.resolve();
  });
  return {
    listening: listening.promise,
    ended: ended.promise,
    connections: () => connections,
    heard: () => heard,
    disconnectedSlowReaders: () => disconnectedSlowReaders,
    stop() {
      isStopping = true;
      order(worker, 'stop');
    },
  };
}

/**
 * Gives the worker a seat in the exchange, for as long as it can be talked with: what it said last
 * is read before its channel is found to be closed. Returns what passes its words on.
 */
function exchangeNotices(
  worker: Worker,
  number: number,
  exchange: Exchange,
): (notice: Notice) => void {
  const patience = new Patience(() => giveUp(worker, number));
  const hear = (notice: Notice, whenTaken: () => void) => {
    patience.sent();
    order(worker, { kind: 'hear', notice }, () => {
      patience.taken();
      whenTaken();
    });
  };
  const seat = exchange.enter(hear);
  for (const notice of seat.present) hear(notice, () => {});
  worker.once('disconnect', () => {
    patience.end();
    seat.leave();
  });

  const receipts = new Receipts();
  return (notice) =>
    seat.publish(notice, () => {
      const bytes = receipts.heard(noticeBytes(notice));
      if (bytes > 0) order(worker, { kind: 'passed', bytes });
    });
}

/**
 * A worker that hears nothing any more would hold up all who speak, in every room. Its clients can
 * be let go in no other way: nobody else has their connections.
 */
function giveUp(worker: Worker, number: number): void {
  writeLogLine(
    `worker ${number} of the cluster (pid ${worker.process.pid}) hangs: it took nothing that others said, and is killed`,
  );
  worker.process.kill('SIGKILL');
}

/** `whenTaken` is called when the system has it, or never will: the worker is gone. */
function order(worker: Worker, message: MemberOrder, whenTaken: () => void = () => {}): void {
  if (worker.isConnected()) worker.send(message, whenTaken);
  else whenTaken();
}
