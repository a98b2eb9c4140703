import { parentPort, workerData } from 'node:worker_threads';
import type { Address } from '../../protocol/address.ts';
import type { ServerOptions, WorkerDatagrams } from '../strategy.ts';
import { openDatagramLoop } from './datagram-loop.ts';

/** What a thread tells the main thread. */
export type ThreadReport =
  | { readonly kind: 'listening'; readonly address: Address }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'stopped'; readonly heard: WorkerDatagrams };

/** Entry of a thread with an event loop and a socket of its own on the port that all share. */
const options: ServerOptions = workerData;

try {
  const loop = await openDatagramLoop(options, true);
  parentPort?.once('message', () => {
    report({ kind: 'stopped', heard: loop.close() });
    parentPort?.close();
  });
  report({ kind: 'listening', address: loop.address });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED';
  report({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
}

function report(message: ThreadReport): void {
  parentPort?.postMessage(message);
}
