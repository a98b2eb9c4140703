import { createServer } from 'node:net';
import type { MemberReport } from './cluster-member.ts';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { CONNECTION_OPTIONS, listenEvented } from './evented/listen-evented.ts';
import { createService } from './services/registry.ts';
import type { ServerOptions } from './strategy.ts';

/**
 * Entry of a worker process: an event loop like any other, but that its `listen` asks the primary
 * for the socket. With reuse-port it binds one of its own. It ends when the primary says so, and
 * by itself when the primary is gone (Node.js sees to that).
 */
const options: ServerOptions = JSON.parse(process.argv[2] ?? '');
const service = createService(options.service, options.work);
const connections = new Connections();
const server = createServer(CONNECTION_OPTIONS, (socket) => {
  connections.add(socket);
  converseEvented(socket, service, options.work.rounds);
});

process.on('message', async (message) => {
  if (message !== 'stop') return;
  await connections.end(server);
  report({ kind: 'stopped', connections: connections.accepted }, () => process.exit(0));
});

try {
  const reusePort = options.distribution === 'reuse-port';
  report({ kind: 'listening', address: await listenEvented(server, options, reusePort) });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'FAILED';
  const message = error instanceof Error ? error.message : String(error);
  report({ kind: 'failed', code, message }, () => process.exit(1));
}

function report(message: MemberReport, whenSent?: () => void): void {
  process.send?.(message, undefined, undefined, whenSent);
}
