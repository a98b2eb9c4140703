import type { FaultyServer } from './faulty-servers.ts';

/** Uses a server and closes it, whatever happens. */
export async function withServer<S extends FaultyServer, T>(
  starting: Promise<S>,
  use: (server: S) => Promise<T>,
): Promise<T> {
  const server = await starting;
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
