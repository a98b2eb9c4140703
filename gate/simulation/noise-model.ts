import type { Random } from '../../results/seeded-random.ts';

/**
 * Disturbances of a shared machine as they fall on the logarithm of what a trial measures: a slow
 * drift, spells in which something else runs, and what differs from one process to the next. Made up
 * in form and size, after what others report of CI machines; real ones are in between.
 */
export interface NoiseModel {
  readonly name: string;
  /** Standard deviation of the drift, and how much of it is left at the next trial. */
  readonly driftSd: number;
  readonly driftMemory: number;
  /** Chances, per trial, that a spell begins and that it ends. */
  readonly spellBegins: number;
  readonly spellEnds: number;
  /** What a spell adds at the median; its size varies from trial to trial. */
  readonly spellSize: number;
  /** Standard deviation from process to process, with the heavy tails of Student's t of 4. */
  readonly processSd: number;
  /** What a whole gate of 80 trials adds, as when a machine warms up. */
  readonly trend: number;
}

export const NOISE_MODELS: readonly NoiseModel[] = [
  {
    name: 'quiet',
    ...{ driftSd: 0.01, driftMemory: 0.9, spellBegins: 0, spellEnds: 1, spellSize: 0 },
    ...{ processSd: 0.022, trend: 0.01 },
  },
  {
    name: 'typical',
    ...{ driftSd: 0.02, driftMemory: 0.9, spellBegins: 0.04, spellEnds: 0.3, spellSize: 0.22 },
    ...{ processSd: 0.03, trend: 0.02 },
  },
  {
    name: 'bad',
    ...{ driftSd: 0.05, driftMemory: 0.9, spellBegins: 0.1, spellEnds: 0.35, spellSize: 0.34 },
    ...{ processSd: 0.075, trend: 0.05 },
  },
];

const TRIALS_OF_A_GATE = 80;

/** One disturbance after the other, on the logarithmic scale: 0.1 is about 10 % more. */
export function createNoise(model: NoiseModel, random: Random): () => number {
  let drift = model.driftSd * normal(random);
  let isSpell = false;
  let trials = 0;
  return () => {
    const fresh = Math.sqrt(1 - model.driftMemory ** 2) * model.driftSd;
    drift = model.driftMemory * drift + fresh * normal(random);
    isSpell = random() < (isSpell ? 1 - model.spellEnds : model.spellBegins);
    const spell = isSpell ? model.spellSize * Math.exp(0.5 * normal(random)) : 0;
    trials += 1;
    const trend = (model.trend * trials) / TRIALS_OF_A_GATE;
    return drift + spell + model.processSd * heavyTailed(random) + trend;
  };
}

/** Box and Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Student's t of 4 degrees of freedom, scaled to a standard deviation of 1. */
function heavyTailed(random: Random): number {
  const square = Array.from({ length: 4 }, () => normal(random) ** 2).reduce((a, b) => a + b, 0);
  return normal(random) / Math.sqrt(square / 4) / Math.SQRT2;
}
