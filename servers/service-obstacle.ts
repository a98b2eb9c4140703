import type { ServerStrategy } from './strategy.ts';

/** Services whose clients hear of each other: alone, a client has nobody to talk with. */
const NEED_COMPANY: readonly string[] = ['chat'];

/** Whether the clients of a service must hear of each other, in whatever thread or process. */
export function needsCompany(service: string): boolean {
  return NEED_COMPANY.includes(service);
}

/** Why a strategy can't run a service, as one sentence; null when it can. */
export function serviceObstacle(strategy: ServerStrategy, service: string): string | null {
  if (strategy.admits === 'concurrent' || !needsCompany(service)) return null;
  return `${service} needs several clients at a time, and ${strategy.name} serves one`;
}
