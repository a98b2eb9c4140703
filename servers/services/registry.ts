import type { WorkOptions } from '../strategy.ts';
import { createChat } from './chat/chat.ts';
import { echo } from './echo.ts';
import { greet } from './greet.ts';
import { hangUp } from './hang-up.ts';
import type { Notice, Service } from './service.ts';
import { createWork } from './work.ts';

type Publish = (notice: Notice) => void;

/** Every service by name, one line each. Services that need a setting take it from `work`. */
const SERVICES: Readonly<Record<string, (work: WorkOptions, publish: Publish) => Service>> = {
  echo: () => echo,
  greet: () => greet,
  'hang-up': () => hangUp,
  work: (work) => createWork(work.messageBytes),
  chat: (_work, publish) => createChat(publish),
};

export const SERVICE_NAMES: readonly string[] = Object.keys(SERVICES);

/**
 * `publish` brings notices to the other threads or processes of the server; where all clients are in
 * one there is nobody to tell. Throws a `RangeError` with the known names when there is no such
 * service.
 */
export function createService(
  name: string,
  work: WorkOptions,
  publish: Publish = () => {},
): Service {
  const create = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  if (create === undefined) {
    throw new RangeError(`there is no service '${name}'; there are ${SERVICE_NAMES.join(', ')}`);
  }
  return create(work, publish);
}
