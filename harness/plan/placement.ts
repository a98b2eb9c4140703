import type { Placement } from '../../results/run-header.ts';
import { currentCpus } from '../../sockets/cpu-affinity.ts';

/**
 * Which CPUs serve and which load. They share none where there are two: a client that competes
 * with the server for its CPU measures the scheduler.
 */
export function planPlacement(allowedCpus: readonly number[] | null): Placement {
  if (allowedCpus === null) {
    return {
      serverCpus: [],
      loadCpus: [],
      pinned: false,
      note: 'This platform cannot pin processes: server and load may share a CPU.',
    };
  }
  if (allowedCpus.length < 2) {
    return {
      serverCpus: [...allowedCpus],
      loadCpus: [...allowedCpus],
      pinned: false,
      note: 'There is one CPU for server and load: each slows the other down, and no figure speaks of the server alone.',
    };
  }
  const serverCount = Math.ceil(allowedCpus.length / 2);
  const serverCpus = allowedCpus.slice(0, serverCount);
  return {
    serverCpus,
    loadCpus: allowedCpus.slice(serverCount),
    pinned: true,
    note:
      serverCpus.length === 1
        ? 'The server had one CPU: there, a model that uses several can show its cost, but cannot win by them.'
        : `The server had ${serverCpus.length} CPUs.`,
  };
}

/** Null where processes can't be pinned. */
export function readAllowedCpus(): readonly number[] | null {
  return process.platform === 'linux' ? currentCpus() : null;
}
