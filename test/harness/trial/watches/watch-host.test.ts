import { expect, test } from 'vitest';
import { gapBetween } from '../../../../harness/trial/watches/watch-host.ts';

const before = { atNs: 1_000_000_000n, harnessCpuNs: 50_000_000 };

test.each([
  ['all of it where the harness did nothing', 0, 120_000_000],
  ['not what the harness itself was busy with', 90_000_000, 30_000_000],
  ['none where several threads of the harness were busy', 200_000_000, 0],
])('of the time between two looks, the host took %s', (_what, busyNs, gapNs) => {
  const after = { atNs: 1_120_000_000n, harnessCpuNs: before.harnessCpuNs + busyNs };
  expect(gapBetween(before, after)).toBe(gapNs);
});
