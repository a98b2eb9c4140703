import type { MemberReport } from '../cluster-member.ts';
import type { ServerOptions } from '../strategy.ts';
import { openDatagramLoop } from './datagram-loop.ts';

/** Entry of a worker process with a socket of its own on the port that all of the cluster share. */
const options: ServerOptions = JSON.parse(process.argv[2] ?? '');

try {
  const loop = await openDatagramLoop(options, true);
  process.on('message', (message) => {
    if (message !== 'stop') return;
    report({ kind: 'stopped', connections: 0, heard: loop.close() }, () => process.exit(0));
  });
  report({ kind: 'listening', address: loop.address });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED';
  const message = error instanceof Error ? error.message : String(error);
  report({ kind: 'failed', code, message }, () => process.exit(1));
}

function report(message: MemberReport, whenSent?: () => void): void {
  process.send?.(message, undefined, undefined, whenSent);
}
