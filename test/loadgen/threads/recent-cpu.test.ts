import { expect, test } from 'vitest';
import { RecentCpuWatch } from '../../../loadgen/threads/recent-cpu.ts';

test('the CPUs that a load keeps busy are those of late, and of its phase alone', () => {
  const watch = new RecentCpuWatch();
  const at = (phase: string, atNs: number, cpuNs: number) => watch.follow({ phase, atNs, cpuNs });
  expect(at('opening', 0, 0)).toBeNull();
  expect(at('opening', 100, 10)).toBe(0.1);
  expect(at('measuring', 200, 20)).toBeNull();
  expect(at('measuring', 300, 120)).toBe(1);
  for (let look = 4; look < 9; look += 1) at('measuring', look * 100, 120 + (look - 3) * 50);
  expect(at('measuring', 900, 420)).toBe(0.5);
});
