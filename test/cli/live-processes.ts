import { readdirSync, readFileSync } from 'node:fs';

/** Processes whose command line or environment holds a mark: ours, wherever they have got to. */
export function findProcesses(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) =>
      [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some((file) => holds(file, mark)),
    );
}

function holds(file: string, mark: string): boolean {
  try {
    return readFileSync(file, 'latin1').includes(mark);
  } catch {
    return false;
  }
}

/** The processes that a process started and that still run. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child.trim() !== '')
    .map(Number);
}
