import type { WorkOptions } from '../strategy.ts';
import { echo } from './echo.ts';
import { greet } from './greet.ts';
import { hangUp } from './hang-up.ts';
import type { Service } from './service.ts';
import { createWork } from './work.ts';

/** Every service by name, one line each. Services that need a setting take it from `work`. */
const SERVICES: Readonly<Record<string, (work: WorkOptions) => Service>> = {
  echo: () => echo,
  greet: () => greet,
  'hang-up': () => hangUp,
  work: (work) => createWork(work.messageBytes),
};

export const SERVICE_NAMES: readonly string[] = Object.keys(SERVICES);

/** Throws a `RangeError` with the known names when there is no such service. */
export function createService(name: string, work: WorkOptions): Service {
  const create = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  if (create === undefined) {
    throw new RangeError(`there is no service '${name}'; there are ${SERVICE_NAMES.join(', ')}`);
  }
  return create(work);
}
