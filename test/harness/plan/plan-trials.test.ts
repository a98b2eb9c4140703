import { describe, expect, test } from 'vitest';
import bench from '../../../bench.config.ts';
import { checkConfig } from '../../../harness/config/check-config.ts';
import { type Cell, listCells } from '../../../harness/plan/cells.ts';
import { planTrials } from '../../../harness/plan/plan-trials.ts';
import { trialSchema } from '../../../results/trial.ts';
import { loadStrategies } from '../../../servers/registry.ts';

const strategies = (await loadStrategies()).map((each) => ({ ...each, unsupported: () => null }));
const { cells } = listCells(checkConfig(bench, 'bench.config.ts'), strategies);

function orders(seed: number, repetitions = 5): string[][] {
  const planned = planTrials(cells, repetitions, seed);
  return Array.from({ length: repetitions }, (_, repetition) =>
    planned.filter(({ trial }) => trial.repetition === repetition).map(({ trial }) => trial.cell),
  );
}

describe('the plan of a run', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planTrials(cells, 5, 7)).toEqual(planTrials(cells, 5, 7));
    expect(orders(7)).not.toEqual(orders(8));
  });

  test('has every cell exactly once in each repetition', () => {
    const all = cells.map(({ name }) => name).sort();
    for (const order of orders(3)) expect([...order].sort()).toEqual(all);
  });

  test('ends a repetition before the next one starts', () => {
    const repetitions = planTrials(cells, 4, 1).map(({ trial }) => trial.repetition);
    expect(repetitions).toEqual([...repetitions].sort((a, b) => a - b));
  });

  test('orders each repetition in its own way', () => {
    const texts = orders(1).map((order) => order.join());
    expect(new Set(texts).size).toBe(5);
  });

  test('lets every cell come first in some repetition: no place is reserved', () => {
    const few = cells.slice(0, 3);
    const firsts = planTrials(few, 60, 1).filter((_, index) => index % 3 === 0);
    expect(new Set(firsts.map(({ trial }) => trial.cell)).size).toBe(3);
  });

  test('gives every trial an id of its own that the result file accepts', () => {
    const variants: Cell[] = ['cluster/reuse-port/4-workers', 'cluster/1.5'].flatMap((label) => {
      const [cell] = cells;
      return cell === undefined ? [] : [{ ...cell, name: `a/${label}` }];
    });
    const trials = planTrials([...cells, ...variants], 3, 1).map(({ trial }) => trial);
    for (const trial of trials) expect(trialSchema.safeParse(trial).error).toBeUndefined();
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
  });

  test('gives all servers of a repetition the same arrivals, and each repetition others', () => {
    const seeds = Map.groupBy(planTrials(cells, 5, 1), ({ trial }) => trial.repetition);
    const perRepetition = [...seeds.values()].map((planned) => [
      ...new Set(planned.map(({ trial }) => trial.seed)),
    ]);
    expect(perRepetition.map((each) => each.length)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(perRepetition.flat()).size).toBe(5);
  });

  test('of no cells is empty', () => {
    expect(planTrials([], 5, 1)).toEqual([]);
  });
});
