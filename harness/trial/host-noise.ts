import { readFileSync } from 'node:fs';
import type { HostNoise } from './validity.ts';

interface HostCounters {
  readonly totalTicks: number;
  readonly stealTicks: number;
  readonly throttledPeriods: number | null;
}

/** Counts what the host takes away between now and the call of what it returns. Linux only. */
export function watchHost(): () => HostNoise {
  const before = readCounters();
  return () => {
    const after = readCounters();
    if (before === null || after === null) return { stealShare: null, throttledPeriods: null };
    const totalTicks = after.totalTicks - before.totalTicks;
    return {
      stealShare: totalTicks > 0 ? (after.stealTicks - before.stealTicks) / totalTicks : null,
      throttledPeriods:
        before.throttledPeriods === null || after.throttledPeriods === null
          ? null
          : after.throttledPeriods - before.throttledPeriods,
    };
  };
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal (man 5 proc). */
function readCounters(): HostCounters | null {
  const line = readText('/proc/stat')?.split('\n', 1)[0];
  if (line === undefined) return null;
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  return {
    totalTicks: ticks.reduce((sum, n) => sum + n, 0),
    stealTicks: ticks[7] ?? 0,
    throttledPeriods: readThrottledPeriods(),
  };
}

function readThrottledPeriods(): number | null {
  const text = readText('/sys/fs/cgroup/cpu.stat') ?? readText('/sys/fs/cgroup/cpu/cpu.stat');
  const match = /^nr_throttled (\d+)/m.exec(text ?? '');
  return match === null ? null : Number(match[1]);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
