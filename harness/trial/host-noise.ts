import { readFileSync } from 'node:fs';
import type { HostNoise } from './validity.ts';

interface HostCounters {
  readonly totalTicks: number;
  readonly stealTicks: number;
  readonly throttledPeriods: number | null;
}

/** A process that looks at the clock this often is late by a freeze of the host, or a full CPU. */
const TICK_MS = 20;

/** Watches what the host takes away, from now until `read` or `stop`. */
export interface HostWatch {
  read(): HostNoise;
  stop(): void;
}

export function watchHost(): HostWatch {
  const before = readCounters();
  let lastNs = process.hrtime.bigint();
  let longestGapNs = 0;
  const look = (): void => {
    const nowNs = process.hrtime.bigint();
    longestGapNs = Math.max(longestGapNs, Number(nowNs - lastNs));
    lastNs = nowNs;
  };
  const ticker = setInterval(look, TICK_MS);
  return {
    stop: () => clearInterval(ticker),
    read() {
      look();
      clearInterval(ticker);
      return { ...compareCounters(before, readCounters()), longestGapNs };
    },
  };
}

/** Nothing is known where there is no /proc: Linux only. */
function compareCounters(
  before: HostCounters | null,
  after: HostCounters | null,
): Omit<HostNoise, 'longestGapNs'> {
  if (before === null || after === null) return { stealShare: null, throttledPeriods: null };
  const totalTicks = after.totalTicks - before.totalTicks;
  const throttledPeriods =
    before.throttledPeriods === null || after.throttledPeriods === null
      ? null
      : after.throttledPeriods - before.throttledPeriods;
  return {
    stealShare: totalTicks > 0 ? (after.stealTicks - before.stealTicks) / totalTicks : null,
    throttledPeriods,
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
