import type { Random } from '../../results/seeded-random.ts';
import { decideLook, type TestState } from '../decide-look.ts';
import type { GateRule } from '../gate-rule.ts';
import { createNoise, type NoiseModel } from './noise-model.ts';

/** One gate on a made-up machine, with as many tests as cells times metrics. */
export interface SimulatedGate {
  readonly rule: GateRule;
  readonly noise: NoiseModel;
  readonly tests: number;
  /** How much worse the first test's head is, as a ratio; 1 for not at all. All others are equal. */
  readonly slowdown: number;
  /** What the second place in a pair costs, as a ratio; 1 for nothing. */
  readonly secondPlaceCost: number;
  /** Gates flip a coin; the others' fixed order is here to show why. */
  readonly order: 'coin' | 'base-first';
}

export interface SimulatedOutcome {
  readonly decisions: readonly TestState['decision'][];
  /** Pairs that each test took. */
  readonly pairs: readonly number[];
}

/** Runs the very rule that gates go by, on made-up differences. */
export function simulateGate(gate: SimulatedGate, random: Random): SimulatedOutcome {
  const { rule, noise, tests, slowdown } = gate;
  const machines = Array.from({ length: tests }, () => createNoise(noise, random));
  let states: TestState[] = machines.map(() => ({ differences: [], decision: 'open', p: 1 }));
  for (const [look, pairs] of rule.looksAtPairs.entries()) {
    states = states.map((state, test) => {
      const machine = machines[test];
      if (state.decision !== 'open' || machine === undefined) return state;
      const differences = [...state.differences];
      while (differences.length < pairs) {
        differences.push(
          measurePair(gate, machine, random) + (test === 0 ? Math.log(slowdown) : 0),
        );
      }
      return { ...state, differences };
    });
    states = decideLook(states, rule, look);
    if (states.every(({ decision }) => decision !== 'open')) break;
  }
  return {
    decisions: states.map(({ decision }) => decision),
    pairs: states.map(({ differences }) => differences.length),
  };
}

/** Base and head one after the other, in the order that a coin decides. */
function measurePair(
  { secondPlaceCost, order }: SimulatedGate,
  machine: () => number,
  random: Random,
): number {
  const first = machine();
  const second = machine() + Math.log(secondPlaceCost);
  return order === 'base-first' || random() < 0.5 ? second - first : first - second;
}
