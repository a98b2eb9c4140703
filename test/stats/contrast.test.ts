import { describe, expect, test } from 'vitest';
import { type Contestant, contrast } from '../../stats/contrast.ts';
import { estimateValues } from './estimate-values.ts';

function entry(label: string, values: readonly number[]): Contestant {
  const estimate = estimateValues(values);
  if (estimate === null) throw new RangeError('no values');
  return { label, estimate };
}

const LOW = entry('low', [10, 11, 12, 13, 14]);
/** Beside LOW sometimes less, sometimes more. */
const LIKE_LOW = entry('like low', [11, 10, 14, 12.5, 15]);
const HIGH = entry('high', [50, 51, 52, 53, 54]);
const LIKE_HIGH = entry('like high', [51, 50, 54, 51.5, 55]);
const MIDDLE = entry('middle', [30, 31, 32, 33, 34]);
const FEW = entry('few', [1, 1]);

function labels(entries: readonly Contestant[]): string[] {
  return entries.map(({ label }) => label);
}

describe('a contrast', () => {
  test('names the ends with all that cannot be told apart from them', () => {
    const found = contrast([LIKE_HIGH, MIDDLE, HIGH, LIKE_LOW, LOW], true);
    if (found.kind !== 'apart') throw new Error(found.kind);
    expect(labels(found.best)).toEqual(['low', 'like low']);
    expect(labels(found.worst)).toEqual(['like high', 'high']);
    expect(found.between).toBe(1);
  });

  test('turns round where more is better', () => {
    const found = contrast([LOW, HIGH], false);
    expect(found).toMatchObject({ kind: 'apart', best: [HIGH], worst: [LOW] });
  });

  test('claims nothing where nobody can be told apart from the best', () => {
    expect(contrast([LIKE_LOW, LOW], true)).toMatchObject({ kind: 'tied', all: [LOW, LIKE_LOW] });
  });

  test('claims nothing of fewer than five trials, and counts those that it leaves aside', () => {
    expect(contrast([FEW, LOW], true)).toEqual({ kind: 'no-claim', all: [FEW, LOW] });
    expect(contrast([FEW, LOW, HIGH], true)).toMatchObject({
      kind: 'apart',
      best: [LOW],
      worst: [HIGH],
      unclaimed: 1,
    });
  });

  test('compares nobody with nobody', () => {
    expect(contrast([], true)).toEqual({ kind: 'nobody' });
    expect(contrast([LOW], true)).toEqual({ kind: 'alone', only: LOW });
  });
});
