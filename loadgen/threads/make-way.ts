import { readdirSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Threads of this process that may wait: the coordinator's own and V8's helpers. */
const PATIENT_THREADS = /^(?:node-)?(?:MainThread|V8Worker|DelayedTaskSche|node)/;

/**
 * Lets the load threads go first where all threads of this process share a CPU: the others take
 * what is left (nice 19; no privilege is needed to step back). Their slices were what made messages
 * leave late. There is no way back, so this is for a process that only loads. Linux only.
 */
export function makeWayForLoadThreads(): void {
  if (process.platform !== 'linux') return;
  for (const tid of readdirSync('/proc/self/task')) {
    try {
      const name = readFileSync(`/proc/self/task/${tid}/comm`, 'utf8');
      if (PATIENT_THREADS.test(name)) setPriority(Number(tid), constants.priority.PRIORITY_LOW);
    } catch {
      // A thread that has just ended needs no room.
    }
  }
}
