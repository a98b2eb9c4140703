import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { senderSchedule } from '../../../loadgen/load-loops/arrivals.ts';

const constant = { loop: 'open', arrivals: 'constant' } as const;
const poisson = { loop: 'open', arrivals: 'poisson' } as const;

function union(load: Parameters<typeof senderSchedule>[0], untilNs: number, seed = 1): number[] {
  const times: number[] = [];
  for (let connection = 0; connection < load.connections; connection += 1) {
    const schedule = senderSchedule(load, connection, seed);
    for (let i = 0; schedule(i) < untilNs; i += 1) times.push(schedule(i));
  }
  return times.sort((a, b) => a - b);
}

describe('constant arrivals', () => {
  test('all connections together make exactly the offered rate, evenly spaced', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(7, 1000, 5000),
        (connections, rate) => {
          const times = union({ ...constant, connections, offeredRatePerSec: rate }, 1e9);
          expect(times).toHaveLength(rate);
          for (const [i, time] of times.entries()) {
            expect(Math.abs(time - (i * 1e9) / rate)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('Poisson arrivals', () => {
  const load = { ...poisson, connections: 8, offeredRatePerSec: 5000 };

  test('the gaps of the union are exponential (Kolmogorov-Smirnov, 1 %)', () => {
    const times = union(load, 4e9);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    gaps.sort((a, b) => a - b);
    const meanNs = 1e9 / load.offeredRatePerSec;
    const distance = Math.max(
      ...gaps.map((gap, i) => Math.abs((i + 0.5) / gaps.length - (1 - Math.exp(-gap / meanNs)))),
    );
    expect(distance).toBeLessThan(1.63 / Math.sqrt(gaps.length));
  });

  test('the same seed gives the same arrivals, another one others', () => {
    expect(union(load, 1e8, 3)).toEqual(union(load, 1e8, 3));
    expect(union(load, 1e8, 3)).not.toEqual(union(load, 1e8, 4));
  });

  test('an index can be asked for again, but not an earlier one', () => {
    const schedule = senderSchedule(load, 0, 1);
    expect(schedule(5)).toBe(schedule(5));
    expect(() => schedule(4)).toThrow(RangeError);
  });
});
