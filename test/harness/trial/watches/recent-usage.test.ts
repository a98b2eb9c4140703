import { expect, test } from 'vitest';
import { readRecentUsage } from '../../../../harness/trial/watches/recent-usage.ts';

test('what a server uses now is what it used in its last second', () => {
  const sample = (index: number, cpuNs: number) => ({
    atNs: index * 1e8,
    cpuNs,
    rssBytes: index,
    processes: 1,
  });
  expect(readRecentUsage([])).toBeNull();
  expect(readRecentUsage([sample(0, 0)])).toBeNull();
  const idleThenBusy = [
    sample(0, 0),
    ...Array.from({ length: 11 }, (_, n) => sample(n + 20, n * 1.5e8)),
  ];
  expect(readRecentUsage(idleThenBusy)).toEqual({ busyCpus: 1.5, rssBytes: 30 });
});
