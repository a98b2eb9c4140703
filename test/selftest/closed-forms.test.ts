import { describe, expect, test } from 'vitest';
import { createRandom } from '../../results/seeded-random.ts';
import {
  backlogUtilization,
  freezeMeanNs,
  freezeQuantileNs,
  lindleyMeanNs,
  momentsOf,
  pollaczekKhinchineNs,
  quantileOfSum,
} from '../../selftest/closed-forms.ts';

const MS = 1e6;

describe('a freeze of 1 s in 10 s at 5 % load', () => {
  const freeze = { frozenNs: 1e9, windowNs: 10e9, utilization: 0.05, baseNs: 0 };

  test.each([
    [0.95, 525],
    [0.99, 905],
    [0.999, 990.5],
  ])('puts quantile %f at %f ms', (quantile, ms) => {
    expect(freezeQuantileNs(freeze, quantile) / MS).toBeCloseTo(ms, 6);
  });

  test('puts the mean at 52.6 ms, and a base on top of all', () => {
    expect(freezeMeanNs(freeze) / MS).toBeCloseTo(52.63, 2);
    expect(freezeMeanNs({ ...freeze, baseNs: MS }) / MS).toBeCloseTo(53.63, 2);
    expect(freezeQuantileNs({ ...freeze, baseNs: MS }, 0.5)).toBe(MS);
  });

  test('is what a queue makes of it, message by message', () => {
    const serviceNs = 50_000;
    const arrivals = Array.from({ length: 10_000 }, (_, i) => i * MS);
    // The message that meets the freeze takes as long as the freeze.
    const services = arrivals.map((_, i) => (i === 4_000 ? 1e9 : serviceNs));
    const expectedNs = freezeMeanNs({ ...freeze, baseNs: serviceNs });
    expect(lindleyMeanNs(arrivals, services, 0) / expectedNs).toBeCloseTo(1, 2);
  });
});

test('the load of a server shows in how its backlog shrinks', () => {
  // 1000 came in the freeze; each takes 0.1 ms, and meanwhile 0.1 more come.
  const answeredAfterNs = Array.from({ length: 2_000 }, (_, i) => (i + 1) * 0.1 * MS);
  expect(backlogUtilization(answeredAfterNs, 1e9, 1_000)).toBeCloseTo(0.1, 3);
  expect(backlogUtilization([], 1e9, 1_000)).toBe(0);
  expect(backlogUtilization([MS], 1e9, 1_000)).toBe(0);
});

describe('a queue with Poisson arrivals and a fixed service time of 1 ms', () => {
  test.each([
    [0.5, 1.5],
    [0.7, 2.1667],
    [0.8, 3],
  ])('at load %f takes %f ms in the long run', (utilization, ms) => {
    const moments = momentsOf([MS, MS, MS]);
    const meanNs = pollaczekKhinchineNs(moments, utilization * 1_000);
    expect(meanNs / MS).toBeCloseTo(ms, 3);
  });

  test('comes to the same, arrival by arrival', () => {
    const random = createRandom(7);
    let atNs = 0;
    const arrivals = Array.from({ length: 200_000 }, () => {
      atNs += -Math.log(1 - random()) * 2 * MS;
      return atNs;
    });
    const meanNs = lindleyMeanNs(
      arrivals,
      arrivals.map(() => MS),
      0,
    );
    expect(meanNs / MS).toBeCloseTo(1.5, 2);
  });

  test('varying service times wait longer: the second moment counts', () => {
    const meanNs = pollaczekKhinchineNs(momentsOf([0, 2 * MS]), 500);
    expect(meanNs / MS).toBeCloseTo(2, 6);
  });
});

test('the recursion counts only arrivals from a time on, with the queue that was there before', () => {
  // 0: done at 10. 1: waits 9, done at 20: 19. 30: done at 40: 10.
  expect(lindleyMeanNs([0, 1, 30], [10, 10, 10], 0)).toBe((10 + 19 + 10) / 3);
  expect(lindleyMeanNs([0, 1, 30], [10, 10, 10], 1)).toBe((19 + 10) / 2);
  expect(lindleyMeanNs([0, 1, 30], [10], 0)).toBe(10);
});

test('the quantile of a sum is that of every pair', () => {
  expect(quantileOfSum([1, 10], [100, 200], 0.5)).toBe(110);
  expect(quantileOfSum([1, 10], [100, 200], 1)).toBe(210);
  expect(quantileOfSum([], [1], 0.5)).toBeNaN();
});
