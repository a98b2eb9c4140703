import { readdirSync, readFileSync } from 'node:fs';

/** Which processes a tree has, and what of it is too dear for a look in the window (man 5 proc). */

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

export interface ProcessTree {
  /** The process and its descendants, parents first. */
  readonly pids: readonly number[];
  /** Threads that have children, as `PID/task/TID`. */
  readonly parents: readonly string[];
}

/** Context switches of every live thread: those of threads that ended are not counted any more. */
export function readTreeSwitches(root: number): TreeSwitches {
  let voluntary = 0;
  let involuntary = 0;
  let threads = 0;
  for (const pid of listTree(root).pids) {
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
  for (const pid of listTree(root).pids) {
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

export function listTree(root: number): ProcessTree {
  const pids = [root];
  const parents: string[] = [];
  for (let i = 0; i < pids.length && pids.length < PROCESSES_MAX; i += 1) {
    const pid = pids[i] ?? 0;
    // A child hangs on the thread that made it. Only the root may be a program that is not ours.
    const tasks = pid === root ? listTasks(pid) : [pid];
    for (const tid of tasks) {
      const thread = `${pid}/task/${tid}`;
      const children = readChildren(thread);
      pids.push(...children);
      if (children.length > 0) parents.push(thread);
    }
  }
  return { pids, parents };
}

/** Processes that a thread, `PID/task/TID`, has made; none where it has ended. */
export function readChildren(thread: string): number[] {
  const children = readProcFile(`${thread}/children`)?.trim() ?? '';
  return children === '' ? [] : children.split(' ').map(Number);
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
