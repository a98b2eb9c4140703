import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { formatAddress } from '../protocol/address.ts';
import type { HostMessage } from './host-message.ts';
import { HOST_MESSAGE_DESCRIPTOR, UNSUPPORTED } from './host-message.ts';
import { loadStrategy } from './registry.ts';
import type { ServerEvents, ServerOptions } from './strategy.ts';

/**
 * Entry of a server process: `host.ts STRATEGY OPTIONS-AS-JSON`, started by `start-server.ts`,
 * which holds the other ends of descriptor 3 (what we report) and of standard input (the lifeline).
 */
const [strategyName = '', optionsJson = ''] = process.argv.slice(2);

const events: ServerEvents = {
  listening: (address) => tell({ listening: formatAddress(address) }),
  connectionsPerWorker: (counts) => tell({ connectionsPerWorker: counts }),
};

dieWhenLifelineBreaks();
try {
  const options: ServerOptions = JSON.parse(optionsJson);
  const strategy = await loadStrategy(strategyName);
  const obstacle = strategy.unsupported(options);
  if (obstacle !== null) throw Object.assign(new Error(obstacle), { code: UNSUPPORTED });
  // Now, because a blocking strategy never comes to the end of this process, where it would happen.
  flushCompileCache();
  await strategy.serve(options, events);
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ error: { code: errorCode(error), message } });
  process.exit(1);
}

/**
 * Nothing is ever written to the lifeline: its end means that the parent is gone, even if it was
 * killed, and the whole group goes with it. This needs a running event loop and works on every
 * platform; strategies that block their main thread have the kernel see to it instead.
 */
function dieWhenLifelineBreaks(): void {
  process.stdin.on('close', () => {
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      process.exit(1); // not the leader of a group: somebody else's way of starting us
    }
  });
  process.stdin.on('error', () => {});
  process.stdin.resume();
}

function tell(message: HostMessage): void {
  writeSync(HOST_MESSAGE_DESCRIPTOR, `${JSON.stringify(message)}\n`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'FAILED';
}
