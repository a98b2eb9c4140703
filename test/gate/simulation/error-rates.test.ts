import { describe, expect, test } from 'vitest';
import { DEFAULT_RULE } from '../../../gate/gate-rule.ts';
import { measureErrorRates } from '../../../gate/simulation/error-rates.ts';
import { NOISE_MODELS } from '../../../gate/simulation/noise-model.ts';
import type { SimulatedGate } from '../../../gate/simulation/simulate-gate.ts';

const GATES = 200;
const SEED = 20;

function rates(noiseName: string, changes: Partial<SimulatedGate> = {}) {
  const noise = NOISE_MODELS.find(({ name }) => name === noiseName);
  if (noise === undefined) throw new RangeError(`no noise model ${noiseName}`);
  const gate: SimulatedGate = {
    ...{ rule: DEFAULT_RULE, noise, tests: 12 },
    ...{ slowdown: 1, secondPlaceCost: 1, order: 'coin' },
  };
  return measureErrorRates({ ...gate, ...changes }, GATES, SEED);
}

describe('gates of twelve tests on simulated machines', () => {
  test.each(['quiet', 'typical', 'bad'])(
    'a gate without a change cries wolf in fewer than 1 of 20 cases, on a %s machine',
    (noise) => {
      expect(rates(noise).falseAlarms).toBeLessThan(0.05);
    },
  );

  test('a quiet machine finds 5 % nearly always, in little more than 10 pairs', () => {
    const found = rates('quiet', { slowdown: 1.05 });
    expect(found.detected).toBeGreaterThan(0.97);
    expect(found.meanPairs).toBeLessThan(12);
  });

  test('a typical machine finds 10 % nearly always and 5 % in most cases', () => {
    expect(rates('typical', { slowdown: 1.1 }).detected).toBeGreaterThan(0.98);
    const found = rates('typical', { slowdown: 1.05 });
    expect(found.detected).toBeGreaterThan(0.85);
    expect(found.passed).toBeLessThan(0.06);
  });

  test('a bad machine is told by what is inconclusive, not by what is passed', () => {
    const found = rates('bad', { slowdown: 1.05 });
    expect(found.inconclusive).toBeGreaterThan(0.3);
    expect(found.passed).toBeLessThan(0.08);
  });

  test('a second place that costs 3.5 % deceives a fixed order, and not the coin', () => {
    const slowSecond = { secondPlaceCost: 1.035 };
    expect(rates('quiet', { ...slowSecond, order: 'base-first' }).falseAlarms).toBeGreaterThan(0.5);
    expect(rates('quiet', slowSecond).falseAlarms).toBeLessThan(0.05);
  });

  test('the same seed gives the same rates', () => {
    expect(rates('bad', { tests: 2 })).toEqual(rates('bad', { tests: 2 }));
  });
});
