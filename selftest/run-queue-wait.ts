import { readdirSync, readFileSync } from 'node:fs';

/**
 * How long the threads of a process have waited for a CPU while they could have run, ns, all
 * together (man 5 proc_pid_schedstat: the second figure). Null where the kernel does not say.
 */
export function readRunQueueWaitNs(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [, waitNs] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(waitNs);
    }, 0);
  } catch {
    return null;
  }
}
