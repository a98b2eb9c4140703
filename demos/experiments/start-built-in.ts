import { loadStrategy } from '../../servers/registry.ts';
import { startServer } from '../../servers/start-server.ts';
import type { RunningServer } from '../../servers/strategy.ts';

/** A built-in echo server on a free port of this machine: over TCP, where it can. */
async function startBuiltIn(strategy: string): Promise<RunningServer> {
  const { transports } = await loadStrategy(strategy);
  const transport = transports.includes('tcp') ? 'tcp' : 'udp';
  return startServer(strategy, {
    service: 'echo',
    listen: { transport, host: '127.0.0.1', port: 0 },
    backlog: 16,
    workers: 2,
    distribution: 'round-robin',
    work: { rounds: 1, messageBytes: 1 },
  });
}

/** Starts them all, hands them over, and stops them, whatever happened. */
export async function withBuiltIns<Result>(
  strategies: readonly string[],
  use: (servers: readonly RunningServer[]) => Result | Promise<Result>,
): Promise<Result> {
  const starts = await Promise.allSettled(strategies.map(startBuiltIn));
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  try {
    for (const start of starts) if (start.status === 'rejected') throw start.reason;
    return await use(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
