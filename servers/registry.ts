import type { ServerStrategy } from './strategy.ts';

/**
 * Every strategy by name, one line each, in the order in which they are best learned: each answers
 * a question that the one before leaves open. Loaded one at a time, because a server process must
 * carry nothing but its own strategy: an event loop that also loads a thread pool and an FFI
 * library would be charged for their memory.
 */
const LOADERS: Readonly<Record<string, () => Promise<ServerStrategy>>> = {
  'one-shot': async () => (await import('./one-shot.ts')).oneShot,
  'connection-loop': async () => (await import('./connection-loop.ts')).connectionLoop,
  'conversation-loop': async () => (await import('./conversation-loop.ts')).conversationLoop,
  'process-per-connection': async () =>
    (await import('./process-per-connection.ts')).processPerConnection,
  'thread-per-connection': async () =>
    (await import('./thread-per-connection.ts')).threadPerConnection,
  'event-loop': async () => (await import('./event-loop.ts')).eventLoop,
  'worker-threads': async () => (await import('./worker-threads.ts')).workerThreads,
  cluster: async () => (await import('./cluster.ts')).clusterStrategy,
  'worker-pool': async () => (await import('./worker-pool.ts')).workerPool,
};

export const STRATEGY_NAMES: readonly string[] = Object.keys(LOADERS);

/** Throws a `RangeError` with the known names when there is no such strategy. */
export async function loadStrategy(name: string): Promise<ServerStrategy> {
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (load === undefined) {
    throw new RangeError(`there is no strategy '${name}'; there are ${STRATEGY_NAMES.join(', ')}`);
  }
  return load();
}

/** All of them, in teaching order: for plans, reports and help texts. */
export function loadStrategies(): Promise<ServerStrategy[]> {
  return Promise.all(STRATEGY_NAMES.map(loadStrategy));
}
