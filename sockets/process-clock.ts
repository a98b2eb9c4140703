import { errno } from './errno.ts';
import { lastErrno, libcFunction } from './libc.ts';
import { callError } from './socket-error.ts';

const CPUCLOCK_SCHED = 2;

type ClockGettime = (clock: number, time: Uint8Array) => number;

let clockGettime: ClockGettime | undefined;
const time = new Uint32Array(4);
const timeBytes = new Uint8Array(time.buffer);

/**
 * CPU time that a process has used, ns: user and system, over all its threads, those that ended
 * included, its children not. ESRCH when there is no such process. Exact up to 104 days.
 */
export function processCpuTimeNs(pid: number): number {
  if (!Number.isInteger(pid) || pid < 1 || pid > 0x0fff_ffff)
    throw new RangeError(`${pid} is no process id`);
  clockGettime ??= libcFunction<ClockGettime>('int clock_gettime(int, void *)');
  // The clock id of a process, as man 3 clock_getcpuclockid makes it.
  const clock = (~pid << 3) | CPUCLOCK_SCHED;
  if (clockGettime(clock, timeBytes) < 0) {
    const number = lastErrno();
    // The kernel calls the clock of a process that is gone an invalid one.
    const reason = number === errno.EINVAL ? errno.ESRCH : number;
    throw callError('clock_gettime', `of process ${pid}`, reason);
  }
  const [seconds = 0, , nanoseconds = 0] = time;
  return seconds * 1e9 + nanoseconds;
}
