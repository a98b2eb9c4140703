import { expect, test } from 'vitest';
import { decideLook } from '../../gate/decide-look.ts';
import { fewestPairs } from '../../gate/fewest-pairs.ts';

test.each([
  { alpha: 0.05, looks: 1, tests: 1 },
  { alpha: 0.05, looks: 3, tests: 18 },
  { alpha: 0.5, looks: 1, tests: 16 },
  { alpha: 0.01, looks: 2, tests: 3 },
])('it is with that many pairs, and with none fewer, that a regression can be told: %o', (gate) => {
  const { alpha, looks, tests } = gate;
  const rule = {
    alpha,
    looksAtPairs: Array<number>(looks).fill(1),
    worseBy: 1.03,
    passBelow: 1.05,
  };
  const decide = (pairs: number) => {
    const worse = { differences: Array.from({ length: pairs }, (_, index) => 0.5 + index / 100) };
    const same = { differences: worse.differences.map((value, at) => (at % 2 ? value : -value)) };
    const states = Array.from({ length: tests }, (_, index) => (index === 0 ? worse : same));
    const open = states.map((state) => ({ ...state, decision: 'open' as const, p: 1 }));
    return decideLook(open, rule, looks - 1)[0]?.decision;
  };
  const fewest = fewestPairs(alpha, looks, tests);
  expect([decide(fewest), decide(fewest - 1)]).toEqual(['regression', 'inconclusive']);
});
