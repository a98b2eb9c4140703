import { describe, expect, test } from 'vitest';
import { measureAddressInUse } from '../../demos/experiments/address-in-use.ts';
import { DEMOS } from '../../demos/registry.ts';
import { childrenOf } from '../cli/live-processes.ts';
import { openDescriptors } from './open-descriptors.ts';

describe.each(DEMOS)('$name, measured here and now', (demo) => {
  test('shows the trap: every claim holds, and nothing is left behind', async () => {
    const before = openDescriptors();
    const values = await demo.measure();
    const claims = demo.check(values);
    expect({ values, broken: claims.filter(({ holds }) => !holds) }).toMatchObject({ broken: [] });
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
    expect(openDescriptors()).toEqual(before);
    expect(childrenOf(process.pid)).toEqual([]);
  });
});

test('SO_REUSEADDR on the new server alone does not help: Linux asks both', async () => {
  const { restarts } = await measureAddressInUse();
  const newOnly = restarts.find(({ oldReuses, newReuses }) => !oldReuses && newReuses);
  expect(newOnly?.outcome).toBe('EADDRINUSE');
});
