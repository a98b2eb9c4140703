import { describe, expect, test } from 'vitest';
import { planPlacement } from '../../../harness/plan/placement.ts';

describe('the placement of server and load', () => {
  test.each([
    [[0, 1], [0], [1]],
    [[0, 1, 2], [0, 1], [2]],
    [
      [2, 5, 6, 9],
      [2, 5],
      [6, 9],
    ],
  ])('on the CPUs %j shares none of them', (allowed, serverCpus, loadCpus) => {
    expect(planPlacement(allowed)).toMatchObject({ serverCpus, loadCpus, pinned: true });
  });

  test('says what one CPU for the server means', () => {
    expect(planPlacement([0, 1]).note).toMatch(/one CPU.*cannot win/);
    expect(planPlacement([0, 1, 2, 3]).note).toBe('The server had 2 CPUs.');
  });

  test('on one CPU pins nothing, and says that both sides slow each other down', () => {
    const placement = planPlacement([3]);
    expect(placement).toMatchObject({ serverCpus: [3], loadCpus: [3], pinned: false });
    expect(placement.note).toMatch(/each slows the other down/);
  });

  test('where processes cannot be pinned says so', () => {
    const placement = planPlacement(null);
    expect(placement).toMatchObject({ serverCpus: [], loadCpus: [], pinned: false });
    expect(placement.note).toMatch(/cannot pin/);
  });
});
