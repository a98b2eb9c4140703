import { closeSync, openSync, readSync } from 'node:fs';
import { memoryPageBytes } from '../../../sockets/page-size.ts';
import { processCpuTimeNs } from '../../../sockets/process-clock.ts';
import { listTree, readChildren } from './process-tree.ts';

/** What a process and all its descendants use (man 5 proc). Linux only. */
export interface TreeUsage {
  /** CPU time of all of them, ended ones included, ns. */
  readonly cpuNs: number;
  readonly rssBytes: number;
  readonly processes: number;
}

/** A look at a process tree, at a time of the measured window. */
export interface ProcessSample extends TreeUsage {
  /** Since the window began, ns. */
  readonly atNs: number;
}

interface KnownProcess {
  readonly pid: number;
  /** Its /proc/PID/stat, open: reading it again is one call. */
  readonly file: number;
}

/** The clock tick of /proc/PID/stat: USER_HZ is 100 on every architecture that Node.js runs on. */
const TICK_NS = 1e9 / 100;
/** Longer than any line of /proc/PID/stat: a name of 16 characters and 51 numbers. */
const STAT_BYTES = 2048;
/** Fields of it, counted from behind the name in parentheses, which may hold anything. */
const FIELD = { childrenUserTicks: 13, childrenSystemTicks: 14, rssPages: 21 } as const;

const statBuffer = Buffer.allocUnsafeSlow(STAT_BYTES);

/**
 * Looks at a process tree again and again, for as little as it takes: the load needs the same CPU.
 * The whole tree is searched once; from then on new children are looked for where there were some,
 * and below the root.
 *
 * CPU time comes from each live process's own clock, exact to the nanosecond and over all its
 * threads. Of children that have ended the kernel keeps a sum with their parent, in steps of 10 ms.
 */
export class TreeSampler {
  #processes: KnownProcess[] = [];
  /** Threads to ask for new children, as `PID/task/TID`. */
  readonly #parents: readonly string[];

  constructor(root: number) {
    const { pids, parents } = listTree(root);
    this.#parents = [...new Set([`${root}/task/${root}`, ...parents])];
    this.#keep(pids);
  }

  look(): TreeUsage {
    this.#findNewChildren();
    let cpuNs = 0;
    let rssBytes = 0;
    const living: number[] = [];
    for (const known of this.#processes) {
      const usage = readUsage(known);
      if (usage === null) continue;
      cpuNs += usage.cpuNs;
      rssBytes += usage.rssBytes;
      living.push(known.pid);
    }
    if (living.length < this.#processes.length) this.#keep(living);
    return { cpuNs, rssBytes, processes: living.length };
  }

  close(): void {
    this.#keep([]);
  }

  #findNewChildren(): void {
    const children = this.#parents.flatMap(readChildren);
    const known = new Set(this.#processes.map(({ pid }) => pid));
    if (children.every((pid) => known.has(pid))) return;
    this.#keep([...new Set([...known, ...children])]);
  }

  #keep(pids: readonly number[]): void {
    const wanted = new Set(pids);
    for (const { pid, file } of this.#processes) if (!wanted.has(pid)) closeSync(file);
    const kept = this.#processes.filter(({ pid }) => wanted.has(pid));
    const known = new Set(kept.map(({ pid }) => pid));
    const opened = pids.filter((pid) => !known.has(pid)).map(openProcess);
    this.#processes = [...kept, ...opened.filter((process) => process !== null)];
  }
}

function openProcess(pid: number): KnownProcess | null {
  try {
    return { pid, file: openSync(`/proc/${pid}/stat`, 'r') };
  } catch {
    return null; // It has ended.
  }
}

/** Null when it ended between two looks; its time is with its parent now. */
function readUsage({ pid, file }: KnownProcess): Omit<TreeUsage, 'processes'> | null {
  try {
    const length = readSync(file, statBuffer, 0, STAT_BYTES, 0);
    const stat = statBuffer.toString('latin1', 0, length);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const endedTicks =
      Number(fields[FIELD.childrenUserTicks]) + Number(fields[FIELD.childrenSystemTicks]);
    return {
      cpuNs: Number(processCpuTimeNs(pid)) + endedTicks * TICK_NS,
      rssBytes: Number(fields[FIELD.rssPages]) * memoryPageBytes(),
    };
  } catch {
    return null;
  }
}
