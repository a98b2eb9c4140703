import { expect, test } from 'vitest';
import { loadStrategies, loadStrategy, STRATEGY_NAMES } from '../../servers/registry.ts';

test('every strategy is called in the registry as it calls itself, in teaching order', async () => {
  const strategies = await loadStrategies();
  expect(strategies.map(({ name }) => name)).toEqual(STRATEGY_NAMES);
  expect(STRATEGY_NAMES).toEqual([
    'one-shot',
    'connection-loop',
    'conversation-loop',
    'process-per-connection',
    'thread-per-connection',
    'event-loop',
    'worker-threads',
    'cluster',
    'worker-pool',
  ]);
});

test('an unknown strategy is refused with the names of those there are', async () => {
  await expect(loadStrategy('constructor')).rejects.toThrow(STRATEGY_NAMES.join(', '));
});
