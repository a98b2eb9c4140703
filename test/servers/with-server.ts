import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { groupMembers } from '../../servers/hosting/process-group.ts';
import { startServer } from '../../servers/start-server.ts';
import type {
  RunningServer,
  ServerExit,
  ServerOptions,
  ServerStrategy,
} from '../../servers/strategy.ts';

/** Starts a server, uses it, stops it; and whatever happened, nothing of it may be left. */
export async function withServer(
  strategy: ServerStrategy,
  options: ServerOptions,
  use: (server: RunningServer) => Promise<void>,
): Promise<ServerExit> {
  const server = await startServer(strategy.name, options);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
  expectNothingLeft(server);
  return server.exited;
}

export function expectNothingLeft(server: RunningServer): void {
  expect(groupMembers(server.pid)).toEqual([]);
  if (server.address.transport === 'unix') expect(existsSync(server.address.path)).toBe(false);
}
