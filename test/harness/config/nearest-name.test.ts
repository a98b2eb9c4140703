import { describe, expect, test } from 'vitest';
import { nearestName } from '../../../harness/config/nearest-name.ts';
import { STRATEGY_NAMES } from '../../../servers/registry.ts';

describe('the nearest name', () => {
  test.each([
    ['event-lop', 'event-loop'],
    ['evnetloop', 'event-loop'],
    ['EVENT-LOOP', 'event-loop'],
    ['clutser', 'cluster'],
    ['thread-per-conection', 'thread-per-connection'],
    ['worker-thread', 'worker-threads'],
  ])("of '%s' is '%s'", (typed, meant) => {
    expect(nearestName(typed, STRATEGY_NAMES)).toBe(meant);
  });

  test('of what is like none of them is none', () => {
    expect(nearestName('apache', STRATEGY_NAMES)).toBeNull();
    expect(nearestName('', STRATEGY_NAMES)).toBeNull();
    expect(nearestName('x', [])).toBeNull();
  });

  test('of two that are equally near is the first', () => {
    expect(nearestName('cat', ['bat', 'rat'])).toBe('bat');
  });

  test('of a very long text is none', () => {
    expect(nearestName('e'.repeat(100_000), STRATEGY_NAMES)).toBeNull();
  });
});
