import type { ServerStrategy } from './strategy.ts';

/** Services whose clients hear of each other: alone, a client has nobody to talk with. */
const NEED_COMPANY: readonly string[] = ['chat'];

/** Why a strategy can't run a service, as one sentence; null when it can. */
export function serviceObstacle(strategy: ServerStrategy, service: string): string | null {
  if (strategy.admits === 'concurrent' || !NEED_COMPANY.includes(service)) return null;
  return `${service} needs several clients at a time, and ${strategy.name} serves one`;
}
