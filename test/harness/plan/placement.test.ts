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
    expect(planPlacement(allowed, null)).toMatchObject({ serverCpus, loadCpus, pinned: true });
  });

  const FIRST_AND_SECOND_THREADS = [
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ];
  const NEIGHBOURS = [
    [0, 1],
    [2, 3],
    [4, 5],
  ];

  test.each([
    ['numbered by thread', [0, 1, 2, 3, 4, 5, 6, 7], FIRST_AND_SECOND_THREADS, [0, 1, 4, 5]],
    ['numbered by core', [0, 1, 2, 3, 4, 5], NEIGHBOURS, [0, 1, 2, 3]],
    ['of which we may use one CPU each', [0, 1, 2, 3], FIRST_AND_SECOND_THREADS, [0, 1]],
    ['of which we may use two', [1, 2, 5, 6], FIRST_AND_SECOND_THREADS, [1, 5]],
    ['of which one is ours in part', [0, 1, 2], NEIGHBOURS, [0, 1]],
    ['of which the last is the larger part', [1, 2, 3], NEIGHBOURS, [1]],
    ['of which the machine names only some', [0, 1, 8, 9], [[0, 1]], [0, 1]],
  ])('on cores %s shares none of those either', (_how, allowed, cores, serverCpus) => {
    const placement = planPlacement(allowed, cores);
    expect(placement.serverCpus).toEqual(serverCpus);
    expect([...serverCpus, ...placement.loadCpus].sort()).toEqual(allowed);
    expect(placement.note).not.toMatch(/same core/);
  });

  test('on the two CPUs of one core says that they share it', () => {
    const placement = planPlacement([2, 3], NEIGHBOURS);
    expect(placement).toMatchObject({ serverCpus: [2], loadCpus: [3], pinned: true });
    expect(placement.note).toMatch(/one CPU.*same core/);
  });

  test('says what one CPU for the server means', () => {
    expect(planPlacement([0, 1], null).note).toMatch(/one CPU.*cannot win/);
    expect(planPlacement([0, 1, 2, 3], null).note).toBe('The server had 2 CPUs.');
  });

  test('on one CPU pins nothing, and says that both sides slow each other down', () => {
    const placement = planPlacement([3], NEIGHBOURS);
    expect(placement).toMatchObject({ serverCpus: [3], loadCpus: [3], pinned: false });
    expect(placement.note).toMatch(/each slows the other down/);
  });

  test('where processes cannot be pinned says so', () => {
    const placement = planPlacement(null, null);
    expect(placement).toMatchObject({ serverCpus: [], loadCpus: [], pinned: false });
    expect(placement.note).toMatch(/cannot pin/);
  });
});
