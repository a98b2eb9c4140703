import { describe, expect, test } from 'vitest';
import type { PlannedTrial } from '../../../harness/plan/plan-trials.ts';
import { planRedos } from '../../../harness/plan/redo-trials.ts';
import { cell, trial } from '../trial/trial-fixtures.ts';

const trials: PlannedTrial[] = Array.from({ length: 20 }, (_, index) => ({
  cell,
  trial: { ...trial, id: `t${index}` },
}));
const ended = (
  status: 'complete' | 'invalid' | 'incomplete' | 'failed-verification',
  id: string,
) => ({
  status,
  trial: { ...trial, id },
});

describe('a trial is run again', () => {
  test('when the host or the load spoiled it, under an id of its own', () => {
    const redos = planRedos(trials, [ended('complete', 't0'), ended('invalid', 't1')]);
    expect(redos.map((redo) => redo.trial)).toEqual([{ ...trial, id: 't1.again' }]);
  });

  test('never for anything that the server did', () => {
    const results = [ended('incomplete', 't0'), ended('failed-verification', 't1')];
    expect(planRedos(trials, results)).toEqual([]);
  });

  test('for a tenth of the trials at most', () => {
    const results = trials.map((planned) => ended('invalid', planned.trial.id));
    expect(planRedos(trials, results)).toHaveLength(2);
  });
});
