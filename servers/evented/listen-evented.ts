import { once } from 'node:events';
import type { Server } from 'node:net';
import type { Address } from '../../protocol/address.ts';
import type { ServerOptions } from '../strategy.ts';

/** How every `node:net` server of ours takes its connections. */
export const CONNECTION_OPTIONS = {
  // A client may end its side and still wait for the rest of its replies.
  allowHalfOpen: true,
  // Nagle's algorithm holds a small reply back while an earlier one is unacknowledged, and delayed
  // acknowledgements hold that back in turn: 40 ms of waiting that no concurrency model caused.
  noDelay: true,
} as const;

/** Listens; resolves with the address clients can connect to, or rejects with the system's error. */
export async function listenEvented(
  server: Server,
  options: ServerOptions,
  reusePort = false,
): Promise<Address> {
  const { listen, backlog } = options;
  server.listen(
    listen.transport === 'unix'
      ? { path: listen.path, backlog }
      : { host: listen.host, port: listen.port, backlog, reusePort },
  );
  await once(server, 'listening');
  return boundAddress(server, options);
}

/** The address of a server that listens: port 0 has become a real one. */
export function boundAddress(server: Server, { listen }: ServerOptions): Address {
  const bound = server.address();
  if (listen.transport === 'unix' || bound === null || typeof bound === 'string') {
    return listen;
  }
  return { transport: 'tcp', host: bound.address, port: bound.port };
}
