import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { readThrottledPeriods } from '../../machine/cpu-cgroups.ts';

interface HostCounters {
  readonly totalTicks: number;
  readonly busyTicks: number;
  readonly stealTicks: number;
  readonly throttledPeriods: number | null;
}

/** The clock, and the CPU time of the harness until then. */
export interface HarnessLook {
  readonly atNs: bigint;
  readonly harnessCpuNs: number;
}

interface BusyLook extends HarnessLook {
  readonly busyTicks: number;
}

/** A process that looks at the clock this often is late by a freeze of the host, or a full CPU. */
const TICK_MS = 40;
/** USER_HZ is 100 on every architecture that Node.js runs on. */
const TICK_NS = 1e9 / 100;

/** What the host did during a trial. */
export interface HostNoise {
  /** Share of the CPUs' time that other machines on the same metal took, 0..1; null: not known. */
  readonly stealShare: number | null;
  readonly throttledPeriods: number | null;
  /** Longest time that the host took from a process that looks at the clock every 40 ms. */
  readonly longestGapNs: number;
  /** Share of all CPU time in the window that programs used that are not of this trial. */
  readonly othersShare: number | null;
}

/** What the host did, and what the harness itself used in the window (null where it never came). */
export interface HostReading {
  readonly noise: HostNoise;
  readonly harnessCpuNs: number | null;
}

/** Watches what the host takes away, from now until `read` or `stop`. */
export interface HostWatch {
  /** The measured window, in which other programs should be quiet; on the monotonic clock. */
  watch(startNs: bigint, endNs: bigint): void;
  /** `ownCpuNs`: what server and load used in the window; null when the server is not ours. */
  read(ownCpuNs: number | null): HostReading;
  stop(): void;
}

export function watchHost(): HostWatch {
  const before = readCounters();
  const looks: BusyLook[] = [];
  const timers: NodeJS.Timeout[] = [];
  let last = lookAtHarness();
  let longestGapNs = 0;
  const tick = (): void => {
    const now = lookAtHarness();
    longestGapNs = Math.max(longestGapNs, gapBetween(last, now));
    last = now;
  };
  const look = (): void => {
    const counters = readCounters();
    if (counters !== null) looks.push({ ...lookAtHarness(), busyTicks: counters.busyTicks });
  };
  timers.push(setInterval(tick, TICK_MS));
  const stop = (): void => {
    for (const timer of timers.splice(0)) clearTimeout(timer);
  };
  return {
    watch(startNs, endNs) {
      for (const atNs of [startNs, endNs]) {
        const waitMs = Math.max(0, Number(atNs - process.hrtime.bigint()) / 1e6);
        timers.push(setTimeout(look, waitMs));
      }
    },
    read(ownCpuNs) {
      tick();
      stop();
      const othersShare = ownCpuNs === null ? null : shareOfOthers(looks, ownCpuNs);
      const [first, final] = looks;
      return {
        noise: { ...compareCounters(before, readCounters()), longestGapNs, othersShare },
        harnessCpuNs: final === undefined ? null : final.harnessCpuNs - (first?.harnessCpuNs ?? 0),
      };
    },
    stop,
  };
}

/**
 * What the host took of the time between two looks, ns: not what the harness itself was busy with,
 * such as reading what a hundred processes use.
 */
export function gapBetween(before: HarnessLook, after: HarnessLook): number {
  const busyNs = after.harnessCpuNs - before.harnessCpuNs;
  return Math.max(0, Number(after.atNs - before.atNs) - busyNs);
}

function lookAtHarness(): HarnessLook {
  const { user, system } = process.cpuUsage();
  return { atNs: process.hrtime.bigint(), harnessCpuNs: (user + system) * 1e3 };
}

/** CPU time in the window that was neither ours nor nobody's, of all that there was. */
function shareOfOthers([first, last]: readonly BusyLook[], ownCpuNs: number): number | null {
  if (first === undefined || last === undefined) return null;
  const spanNs = Number(last.atNs - first.atNs) * cpus().length;
  const busyNs = (last.busyTicks - first.busyTicks) * TICK_NS;
  const oursNs = ownCpuNs + last.harnessCpuNs - first.harnessCpuNs;
  return spanNs > 0 ? Math.max(0, busyNs - oursNs) / spanNs : null;
}

/** Nothing is known where there is no /proc: Linux only. */
function compareCounters(
  before: HostCounters | null,
  after: HostCounters | null,
): Pick<HostNoise, 'stealShare' | 'throttledPeriods'> {
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
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = ticks;
  const busyTicks = user + nice + system + irq + soft;
  return {
    totalTicks: busyTicks + idle + wait + steal,
    busyTicks,
    stealTicks: steal,
    throttledPeriods: readThrottledPeriods(),
  };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
