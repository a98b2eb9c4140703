import { constants } from 'node:os';
import { controlThread } from './thread-control.ts';

const PR_SET_PDEATHSIG = 1;

/**
 * From now on the kernel kills this process when its parent ends, however that happens (man 2
 * PR_SET_PDEATHSIG). Call it first, with the parent's id as the parent itself passed it on: when the
 * parent has already ended, this process ends here. Precisely, "the parent" is the thread that
 * started this process: start such children from the main thread.
 */
export function dieWithParent(parentPid: number = process.ppid): void {
  controlThread(PR_SET_PDEATHSIG, constants.signals.SIGKILL, 'PR_SET_PDEATHSIG');
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL');
}
