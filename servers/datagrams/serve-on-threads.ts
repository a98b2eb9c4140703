import { setTimeout as sleep } from 'node:timers/promises';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { Address } from '../../protocol/address.ts';
import { siblingFile } from '../hosting/sibling-file.ts';
import { stopSignal } from '../hosting/stop-signal.ts';
import type { ServerEvents, ServerOptions, WorkerDatagrams } from '../strategy.ts';
import { findOwnPort } from './find-own-port.ts';
import type { ThreadReport } from './serve-on-threads.worker.ts';

/** From the request to stop until we end without having heard from all threads. */
const STOP_TIMEOUT_MS = 500;

const WORKER_FILE = siblingFile(import.meta.url, 'serve-on-threads.worker');

/**
 * A socket and an event loop in each of a few threads, all on one port. The main thread hands over
 * nothing, because there is nothing to hand over: the kernel deals the datagrams.
 */
export async function serveDatagramsOnThreads(
  options: ServerOptions,
  events: ServerEvents,
): Promise<void> {
  const told = stopSignal().then(() => null);
  const own = await findOwnPort(options);
  const threads = Array.from({ length: options.workers }, () => startThread(own));
  const [address] = await Promise.all(threads.map(({ listening }) => listening));
  if (address === undefined) throw new RangeError('a server has one worker at least');
  events.listening(address);

  const failure = await Promise.race([told, ...threads.map(({ ended }) => ended)]);
  for (const { worker } of threads) worker.postMessage('stop');
  await Promise.race([Promise.all(threads.map(({ ended }) => ended)), sleep(STOP_TIMEOUT_MS)]);
  events.datagramsPerWorker(threads.map(({ heard }) => heard()));
  if (failure !== null) throw new Error(`a worker thread ended by itself: ${failure}`);
}

interface Thread {
  readonly worker: Worker;
  /** Rejects with the system's error when the thread can't listen. */
  readonly listening: Promise<Address>;
  /** Why; nobody ends by itself while all is well. */
  readonly ended: Promise<string>;
  heard(): WorkerDatagrams;
}

function startThread(options: ServerOptions): Thread {
  const worker = new Worker(WORKER_FILE, { workerData: options, env: SHARE_ENV, execArgv: [] });
  const listening = Promise.withResolvers<Address>();
  let heard: WorkerDatagrams = { peers: 0, datagrams: 0 };
  worker.on('message', (report: ThreadReport) => {
    if (report.kind === 'listening') listening.resolve(report.address);
    else if (report.kind === 'stopped') heard = report.heard;
    else listening.reject(Object.assign(new Error(report.message), { code: report.code }));
  });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(String(error)));
    worker.once('exit', (code) => resolve(`exit code ${code}`));
  });
  ended.then((how) => listening.reject(new Error(`a worker thread ended: ${how}`)));
  return { worker, listening: listening.promise, ended, heard: () => heard };
}
