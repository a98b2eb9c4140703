import { createRandom, deriveSeed, type Random } from '../../results/seeded-random.ts';
import type { Trial } from '../../results/trial.ts';
import type { Cell } from './cells.ts';

export interface PlannedTrial {
  readonly cell: Cell;
  readonly trial: Trial;
}

/**
 * Every cell once per repetition, each repetition in a random order of its own: what the machine
 * does in the meantime meets all cells alike. The same seed gives the same plan.
 */
export function planTrials(
  cells: readonly Cell[],
  repetitions: number,
  seed: number,
): PlannedTrial[] {
  return Array.from({ length: repetitions }, (_, repetition) => {
    const order = shuffle(cells, createRandom(deriveSeed(seed, repetition)));
    return order.map((cell) => ({ cell, trial: describeTrial(cell, repetition, seed) }));
  }).flat();
}

function describeTrial(cell: Cell, repetition: number, seed: number): Trial {
  const { name, scenario, server, service, transport, workload, load, timing } = cell;
  return {
    id: `${name.replaceAll('/', '.')}.r${repetition + 1}`,
    scenario,
    cell: name,
    strategy: server.label,
    target: null,
    service,
    transport,
    workload,
    load,
    timing,
    repetition,
    // The same arrivals for every strategy of a scenario: they differ in the server alone.
    seed: deriveSeed(seed, 0x10000 + repetition),
  };
}

/** Fisher-Yates. */
function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    const [a, b] = [shuffled[last], shuffled[chosen]];
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[chosen]] = [b, a];
  }
  return shuffled;
}
