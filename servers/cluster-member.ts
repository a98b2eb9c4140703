import cluster from 'node:cluster';
import type { Address } from '../protocol/address.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import type { ServerOptions, WorkerDatagrams } from './strategy.ts';

/** What a worker process tells the primary. */
export type MemberReport =
  | { readonly kind: 'listening'; readonly address: Address }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'stopped';
      readonly connections: number;
      readonly heard?: WorkerDatagrams;
    };

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
}

/** Starts worker `number` (1, 2, ...), which is called so in the log. */
export function startMember(workerFile: string, number: number, options: ServerOptions): Member {
  cluster.setupPrimary({ exec: workerFile, args: [JSON.stringify(options)], silent: false });
  const worker = cluster.fork();
  const listening = Promise.withResolvers<Address>();
  const ended = Promise.withResolvers<void>();
  let connections = 0;
  let heard: WorkerDatagrams = { peers: 0, datagrams: 0 };
  let isStopping = false;

  worker.on('message', (report: MemberReport) => {
    if (report.kind === 'listening') listening.resolve(report.address);
    if (report.kind === 'failed')
      listening.reject(Object.assign(new Error(report.message), report));
    if (report.kind === 'stopped') {
      connections = report.connections;
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
    stop() {
      isStopping = true;
      if (worker.isConnected()) worker.send('stop');
    },
  };
}
