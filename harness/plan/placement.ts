import type { Placement } from '../../results/run-header.ts';

/** CPUs that share a physical core (SMT), ascending; a core with one CPU has a list of one. */
export type Core = readonly number[];

/**
 * Which CPUs serve and which load. They share none where there are two, and no core where there are
 * two: a client that competes with the server for its CPU measures the scheduler, and one that
 * competes for its core slows it down as well.
 *
 * @param cores null where the machine does not tell them: each CPU is then taken for a core
 */
export function planPlacement(
  allowedCpus: readonly number[] | null,
  cores: readonly Core[] | null,
): Placement {
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
  const ours = coresWithin(allowedCpus, cores ?? []);
  const serverCpus = takeHalf(ours.length < 2 ? allowedCpus.map((cpu) => [cpu]) : ours);
  return {
    serverCpus,
    loadCpus: allowedCpus.filter((cpu) => !serverCpus.includes(cpu)),
    pinned: true,
    note: describe(serverCpus.length, ours.length < 2),
  };
}

/** Threads or processes of a strategy with a fixed number of them, where nobody says how many. */
export function defaultWorkers({ serverCpus }: Placement): number {
  return Math.max(2, serverCpus.length);
}

/** Threads of a run's load, where nobody says how many. */
export function defaultLoadThreads({ loadCpus }: Placement): number {
  return Math.max(1, loadCpus.length);
}

/** What we may use of each core. A CPU that no core names is one by itself. */
function coresWithin(allowedCpus: readonly number[], cores: readonly Core[]): Core[] {
  const byCore = Map.groupBy(allowedCpus, (cpu) => {
    const index = cores.findIndex((core) => core.includes(cpu));
    return index < 0 ? `CPU ${cpu}` : `core ${index}`;
  });
  return [...byCore.values()];
}

/** The CPUs of whole cores, until they are half of all; one core is always left over. */
function takeHalf(cores: readonly Core[]): number[] {
  const half = cores.flat().length / 2;
  const taken: number[] = [];
  for (const core of cores.slice(0, -1)) {
    if (taken.length >= half) break;
    taken.push(...core);
  }
  return taken.sort((one, other) => one - other);
}

function describe(serverCpus: number, sharesCore: boolean): string {
  const said =
    serverCpus === 1
      ? 'The server had one CPU: there, a model that uses several can show its cost, but cannot win by them.'
      : `The server had ${serverCpus} CPUs.`;
  return sharesCore
    ? `${said} They are on the same core as those of the load: each slows the other down.`
    : said;
}
