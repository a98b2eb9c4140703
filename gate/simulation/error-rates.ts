import { createRandom, deriveSeed } from '../../results/seeded-random.ts';
import { type SimulatedGate, simulateGate } from './simulate-gate.ts';

/** What became of many gates on the same made-up machine; shares from 0 to 1. */
export interface ErrorRates {
  /** Gates that called a regression where nothing had changed: the false alarms. */
  readonly falseAlarms: number;
  /** Gates that found the first test to be worse; where it is not, false alarms too. */
  readonly detected: number;
  /** Gates that passed the first test. */
  readonly passed: number;
  /** Of the tests in which nothing had changed. */
  readonly inconclusive: number;
  readonly meanPairs: number;
}

/** Runs as many gates as asked; the same seed gives the same rates. */
export function measureErrorRates(gate: SimulatedGate, gates: number, seed: number): ErrorRates {
  const outcomes = Array.from({ length: gates }, (_, index) =>
    simulateGate(gate, createRandom(deriveSeed(seed, index))),
  );
  const unchanged = outcomes.map(({ decisions }) =>
    gate.slowdown === 1 ? decisions : decisions.slice(1),
  );
  const first = outcomes.map(({ decisions }) => decisions[0]);
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  const pairs = outcomes.flatMap((outcome) => outcome.pairs);
  return {
    falseAlarms: share(unchanged.filter((all) => all.includes('regression')).length, gates),
    detected: share(first.filter((decision) => decision === 'regression').length, gates),
    passed: share(first.filter((decision) => decision === 'pass').length, gates),
    inconclusive: share(
      unchanged.flat().filter((decision) => decision === 'inconclusive').length,
      unchanged.flat().length,
    ),
    meanPairs: share(
      pairs.reduce((sum, each) => sum + each, 0),
      pairs.length,
    ),
  };
}
