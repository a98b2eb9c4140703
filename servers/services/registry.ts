import type { WorkOptions } from '../strategy.ts';
import type { Notice, Service } from './service.ts';

type Publish = (notice: Notice) => void;
type Load = (work: WorkOptions, publish: Publish) => Promise<Service>;

/**
 * Every service by name, one line each. Loaded one at a time: a process or a thread for every
 * client loads it for every client, and each module that it does not need costs a millisecond of
 * CPU. Services that need a setting take it from `work`.
 */
const LOADERS: Readonly<Record<string, Load>> = {
  echo: async () => (await import('./echo.ts')).echo,
  greet: async () => (await import('./greet.ts')).greet,
  'hang-up': async () => (await import('./hang-up.ts')).hangUp,
  work: async ({ messageBytes }) => (await import('./work.ts')).createWork(messageBytes),
  chat: async (_work, publish) => (await import('./chat/chat.ts')).createChat(publish),
};

export const SERVICE_NAMES: readonly string[] = Object.keys(LOADERS);

/**
 * `publish` brings notices to the other threads or processes of the server; where all clients are in
 * one there is nobody to tell. Rejects with a `RangeError` with the known names when there is no
 * such service.
 */
export async function loadService(
  name: string,
  work: WorkOptions,
  publish: Publish = () => {},
): Promise<Service> {
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (load === undefined) {
    throw new RangeError(`there is no service '${name}'; there are ${SERVICE_NAMES.join(', ')}`);
  }
  return load(work, publish);
}
