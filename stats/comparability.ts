import type { RunHeader } from '../results/run-header.ts';
import type { Trial } from '../results/trial.ts';

/** Something that differs between two runs besides what is compared, and what that costs. */
export interface Difference {
  readonly what: string;
  readonly base: string;
  readonly head: string;
  readonly cost: string;
}

type Read = (run: RunHeader) => unknown;

/** In the order in which they matter. */
const CONDITIONS: readonly { what: string; read: Read; cost: string }[] = [
  {
    what: 'CPU',
    read: ({ environment }) => `${environment.cpus} x ${environment.cpuModel}`,
    cost: 'every figure is of another machine: none of the ratios speaks of the code',
  },
  {
    what: 'architecture',
    read: ({ environment }) => `${environment.platform} ${environment.arch}`,
    cost: 'every figure is of another machine: none of the ratios speaks of the code',
  },
  {
    what: 'CPUs of server and load',
    read: ({ placement }) =>
      `${placement.serverCpus.join(' ')} and ${placement.loadCpus.join(' ')}${placement.pinned ? '' : ', not pinned'}`,
    cost: 'throughput and times depend on it; CPU per message less so',
  },
  {
    what: 'CPU quota',
    read: ({ environment }) => environment.cpuQuota ?? 'none',
    cost: 'a quota pauses whoever uses it up: times at high percentiles are not comparable',
  },
  {
    what: 'kernel',
    read: ({ environment }) => environment.kernel,
    cost: 'most of a message is spent in the kernel: any ratio may be its doing',
  },
  {
    what: 'Node.js',
    read: ({ environment }) => environment.node,
    cost: 'ratios mix the change of the runtime with that of the server',
  },
  {
    what: 'echosounder',
    read: ({ environment }) => environment.echosounder,
    cost: 'the load may have changed with it',
  },
];

/** What differs between two runs as wholes; nothing where they can be compared. */
export function findRunDifferences(base: RunHeader, head: RunHeader): Difference[] {
  return CONDITIONS.flatMap(({ what, read, cost }) => {
    const [before, after] = [String(read(base)), String(read(head))];
    return before === after ? [] : [{ what, base: before, head: after, cost }];
  });
}

/**
 * Why cells of the work service can't be compared, or null where they can: each run finds out anew
 * how many rounds of computation take as long as its config says. Other cells have none of it.
 */
export function explainOtherWork(base: RunHeader, head: RunHeader): string | null {
  const [before, after] = [base.work?.rounds ?? 0, head.work?.rounds ?? 0];
  if (before === after) return null;
  return `a message took ${before} rounds of computation in the base run and ${after} in the head run: that is another amount of work`;
}

/** Whether two trials of cells with the same name were asked to do the same; if not, what differs. */
export function findCellDifference(cell: string, base: Trial, head: Trial): Difference | null {
  const [before, after] = [listOrder(base), listOrder(head)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.filter((name) => before.get(name) !== after.get(name));
  if (differing.length === 0) return null;
  const tell = (order: ReadonlyMap<string, string>): string =>
    differing.map((name) => `${name} ${order.get(name) ?? 'not set'}`).join(', ');
  const cost = 'this cell asks for something else now';
  return { what: cell, base: tell(before), head: tell(after), cost };
}

function listOrder({ service, transport, workload, load, timing }: Trial): Map<string, string> {
  const { warmupNs, measureNs, timeoutNs } = timing;
  const order = { service, transport, workload, load, warmupNs, measureNs, timeoutNs };
  return new Map(listValues(order, ''));
}

/** `load.connections`, `64`: each value by the names that lead to it; times in milliseconds. */
function listValues(holder: object, prefix: string): [string, string][] {
  return Object.entries(holder).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'object' && value !== null) return listValues(value, `${prefix}${name}.`);
    if (typeof value !== 'number' || !name.endsWith('Ns')) {
      return [[`${prefix}${name}`, String(value)]];
    }
    return [[`${prefix}${name.slice(0, -'Ns'.length)}`, `${value / 1e6} ms`]];
  });
}
