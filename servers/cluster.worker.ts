import { createServer } from 'node:net';
import type { MemberOrder, MemberReport } from './cluster-member.ts';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { CONNECTION_OPTIONS, listenEvented } from './evented/listen-evented.ts';
import { PrimaryLink } from './places/primary-link.ts';
import { loadService } from './services/registry.ts';
import type { ServerOptions } from './strategy.ts';

/**
 * Entry of a worker process: an event loop like any other, but that its `listen` asks the primary
 * for the socket. With reuse-port it binds one of its own. It ends when the primary says so, and
 * by itself when the primary is gone (Node.js sees to that).
 */
const options: ServerOptions = JSON.parse(process.argv[2] ?? '');
const link = new PrimaryLink((notice) => report({ kind: 'notice', notice }));
const service = await loadService(options.service, options.work, (notice) => link.publish(notice));
const connections = new Connections();
const place = { service, connections, roundsPerUnit: options.work.rounds, gate: link.gate };
const server = createServer(CONNECTION_OPTIONS, (socket) => {
  connections.add(socket);
  converseEvented(socket, place);
});

process.on('message', async (order: MemberOrder) => {
  if (order === 'stop') await stop();
  else if (order.kind === 'hear') service.hear?.(order.notice);
  else link.passed(order.bytes);
});

try {
  const reusePort = options.distribution === 'reuse-port';
  report({ kind: 'listening', address: await listenEvented(server, options, reusePort) });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED';
  const message = error instanceof Error ? error.message : String(error);
  report({ kind: 'failed', code, message }, () => process.exit(1));
}

async function stop(): Promise<void> {
  const { accepted, disconnectedSlowReaders } = connections;
  // First of all: to end may take longer than the primary waits.
  const told = new Promise<void>((resolve) =>
    report({ kind: 'stopped', connections: accepted, disconnectedSlowReaders }, resolve),
  );
  await Promise.all([connections.end(server), told]);
  process.exit(0);
}

function report(message: MemberReport, whenSent?: () => void): void {
  process.send?.(message, undefined, undefined, whenSent);
}
