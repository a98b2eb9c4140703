import type { ServerStrategy } from '../strategy.ts';

/** Services that answer what they receive, and no more: all that a datagram can ask for. */
const ANSWER_ONLY: readonly string[] = ['echo', 'work'];

/** Why a strategy can't serve datagrams, or this service with them, as one sentence; else null. */
export function datagramObstacle(strategy: ServerStrategy, service: string): string | null {
  if (!strategy.transports.includes('udp')) {
    return `${strategy.name} does not serve udp: ${strategy.noDatagrams ?? 'it was made for connections'}`;
  }
  return whyNoDatagramService(service);
}

/** Why no server can run this service with datagrams; null where those who serve them can. */
export function whyNoDatagramService(service: string): string | null {
  if (ANSWER_ONLY.includes(service)) return null;
  return `${service} is for those who connect and leave, and datagrams know neither: udp has the services ${ANSWER_ONLY.join(' and ')}`;
}
