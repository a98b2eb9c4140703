import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { formatAddress } from '../protocol/address.ts';
import { datagramObstacle } from './datagrams/datagram-obstacle.ts';
import type { HostMessage } from './hosting/host-message.ts';
import { HOST_MESSAGE_DESCRIPTOR, UNSUPPORTED } from './hosting/host-message.ts';
import { writeLogLine } from './hosting/write-log-line.ts';
import { loadStrategy } from './registry.ts';
import { serviceObstacle } from './service-obstacle.ts';
import type { ServerEvents, ServerOptions, ServerStrategy } from './strategy.ts';

/**
 * Entry of a server process: `host.ts STRATEGY OPTIONS-AS-JSON PARENT-PID`, started by
 * `start-server.ts`, which holds the other ends of descriptor 3 (what we report) and of standard
 * input (the lifeline).
 */
const [strategyName = '', optionsJson = '', parentPid = ''] = process.argv.slice(2);

let isListening = false;
const events: ServerEvents = {
  listening: (address) => {
    isListening = true;
    tell({ listening: formatAddress(address) });
  },
  connectionsPerWorker: (counts) => tell({ connectionsPerWorker: counts }),
  datagramsPerWorker: (heard) => tell({ datagramsPerWorker: heard }),
  disconnectedSlowReaders: (count) => tell({ disconnectedSlowReaders: count }),
};

dieWhenLifelineBreaks();
try {
  const options: ServerOptions = JSON.parse(optionsJson);
  const strategy = await loadStrategy(strategyName);
  const obstacle = findObstacle(strategy, options);
  if (obstacle !== null) throw Object.assign(new Error(obstacle), { code: UNSUPPORTED });
  if (strategy.blocks) await prepareToBlock();
  await strategy.serve(options, events);
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (isListening) writeLogLine(`the server failed: ${message}`);
  else tell({ error: { code: errorCode(error), message } });
  process.exit(1);
}

function findObstacle(strategy: ServerStrategy, options: ServerOptions): string | null {
  const { transport } = options.listen;
  const noDatagrams = transport === 'udp' ? datagramObstacle(strategy, options.service) : null;
  if (noDatagrams !== null) return noDatagrams;
  if (!strategy.transports.includes(transport)) {
    return `its transports are ${strategy.transports.join(' and ')}, not ${transport}`;
  }
  if (!Number.isSafeInteger(options.workers) || options.workers < 1) {
    return `it was given ${options.workers} workers; it takes 1 or more`;
  }
  return serviceObstacle(strategy, options.service) ?? strategy.unsupported(options);
}

/**
 * Nothing is ever written to the lifeline: its end means that the parent is gone, even if it was
 * killed, and the whole group goes with it. This needs a running event loop and works on every
 * platform; see {@link prepareToBlock} for those that have none.
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

/**
 * Nobody will read the lifeline, so the kernel is asked to end us with our parent; and the compile
 * cache is written now, because a blocked process is killed and never comes to its proper end.
 * Loaded here alone: the library that makes system calls would cost every server 10 MB.
 */
async function prepareToBlock(): Promise<void> {
  flushCompileCache();
  const { dieWithParent } = await import('../sockets/parent-death.ts');
  dieWithParent(Number(parentPid));
}

function tell(message: HostMessage): void {
  writeSync(HOST_MESSAGE_DESCRIPTOR, `${JSON.stringify(message)}\n`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'FAILED';
}
