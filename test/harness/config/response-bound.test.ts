import { describe, expect, test } from 'vitest';
import { BOUND_EXPECTED, parseBound } from '../../../harness/config/response-bound.ts';
import { boundedFigure, FIGURE_NAMES } from '../../../results/response-bound.ts';
import { allAt } from '../trial/trial-fixtures.ts';

describe('a bound', () => {
  test.each([
    ['p99<5ms', 'p99', 5e6],
    [' p99.9 < 500us ', 'p99.9', 5e5],
    ['p99.99 <1.5s', 'p99.99', 1.5e9],
    ['MAX<1m', 'max', 60e9],
    ['mean< 200us', 'mean', 2e5],
    ['p50<1ms', 'p50', 1e6],
    ['p90<1ms', 'p90', 1e6],
  ])("'%s' is read", (text, figure, belowNs) => {
    expect(parseBound(text)).toEqual({ figure, belowNs });
  });

  test.each([
    '',
    'p99',
    'p99<',
    '<5ms',
    'p98<5ms',
    'p99<5',
    'p99<0ms',
    'p99>5ms',
    'p99<=5ms',
    'p99<5ms,max<1s',
    'constructor<5ms',
  ])("'%s' is none", (text) => {
    expect(parseBound(text)).toBeNull();
  });

  test('names every figure when it says what is right', () => {
    for (const name of FIGURE_NAMES) expect(BOUND_EXPECTED).toContain(name);
  });

  test('speaks of the figure that it names', () => {
    const times = {
      ...allAt(1),
      p50: 50,
      p90: 90,
      p99: 99,
      p999: 999,
      p9999: 9999,
      max: 7,
      mean: 8,
    };
    const figures = FIGURE_NAMES.map((figure) => boundedFigure(times, { figure, belowNs: 1 }));
    expect(figures).toEqual([50, 90, 99, 999, 9999, 7, 8]);
  });
});
