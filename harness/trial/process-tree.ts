import { readdirSync, readFileSync } from 'node:fs';
import { processCpuTimeNs } from '../../sockets/process-clock.ts';

/** What a process and all its descendants use (man 5 proc). Linux only. */
export interface TreeUsage {
  /** CPU time of all of them, ended ones included, ns. */
  readonly cpuNs: number;
  readonly rssBytes: number;
  readonly processes: number;
}

export interface TreeSwitches {
  readonly voluntary: number;
  readonly involuntary: number;
  readonly threads: number;
}

/** A tree larger than this is a runaway, not a server. */
const PROCESSES_MAX = 4096;
export interface TreePss {
  readonly pssBytes: number;
  /** How many processes it is the sum of. */
  readonly processes: number;
}

/** The clock tick of /proc/PID/stat: USER_HZ is 100 on every architecture that Node.js runs on. */
const TICK_NS = 1e9 / 100;

/**
 * CPU time comes from each live process's own clock, exact to the nanosecond and over all its
 * threads. Of children that have ended the kernel keeps a sum with their parent, in steps of 10 ms.
 */
export function readTreeUsage(root: number): TreeUsage {
  let cpuNs = 0;
  let rssBytes = 0;
  let processes = 0;
  for (const pid of listTree(root)) {
    const usage = readUsage(pid);
    if (usage === null) continue;
    cpuNs += usage.cpuNs;
    rssBytes += usage.rssBytes;
    processes += 1;
  }
  return { cpuNs, rssBytes, processes };
}

/** Context switches of every live thread: those of threads that ended are not counted any more. */
export function readTreeSwitches(root: number): TreeSwitches {
  let voluntary = 0;
  let involuntary = 0;
  let threads = 0;
  for (const pid of listTree(root)) {
    for (const tid of listTasks(pid)) {
      const status = readProcFile(`${pid}/task/${tid}/status`);
      if (status === null) continue;
      threads += 1;
      voluntary += readStatusNumber(status, 'voluntary_ctxt_switches');
      involuntary += readStatusNumber(status, 'nonvoluntary_ctxt_switches');
    }
  }
  return { voluntary, involuntary, threads };
}

/**
 * Memory of the tree with shared pages divided among those that share them (`Pss`). Null where the
 * kernel does not tell it of every process: without the right to trace it, for one.
 */
export function readTreePss(root: number): TreePss | null {
  let pssBytes = 0;
  let processes = 0;
  for (const pid of listTree(root)) {
    const rollup = readProcFile(`${pid}/smaps_rollup`);
    if (rollup !== null) {
      pssBytes += readStatusNumber(rollup, 'Pss') * 1024;
      processes += 1;
    } else if (isAlive(pid)) {
      return null; // Not ours to look into. One that has ended has no memory.
    }
  }
  return processes === 0 ? null : { pssBytes, processes };
}

function isAlive(pid: number): boolean {
  const stat = readProcFile(`${pid}/stat`);
  return stat !== null && !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

/** The process and its descendants, parents first. */
export function listTree(root: number): number[] {
  const pids = [root];
  for (let i = 0; i < pids.length && pids.length < PROCESSES_MAX; i += 1) {
    const pid = pids[i] ?? 0;
    // A child hangs on the thread that made it. Only the root may be a program that is not ours.
    const tasks = pid === root ? listTasks(pid) : [pid];
    for (const tid of tasks) {
      const children = readProcFile(`${pid}/task/${tid}/children`)?.trim() ?? '';
      if (children !== '') pids.push(...children.split(' ').map(Number));
    }
  }
  return pids;
}

function readUsage(pid: number): { cpuNs: number; rssBytes: number } | null {
  const stat = readProcFile(`${pid}/stat`);
  const status = readProcFile(`${pid}/status`);
  if (stat === null || status === null) return null;
  // The name in parentheses may hold anything; the fields count from behind it. 14: cutime, 15: cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const endedChildrenNs = (Number(fields[13]) + Number(fields[14])) * TICK_NS;
  try {
    const cpuNs = Number(processCpuTimeNs(pid)) + endedChildrenNs;
    return { cpuNs, rssBytes: readStatusNumber(status, 'VmRSS') * 1024 };
  } catch {
    return null; // It ended between two looks; its time is with its parent now.
  }
}

function listTasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readStatusNumber(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function readProcFile(path: string): string | null {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return null;
  }
}
