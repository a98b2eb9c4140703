import { lastErrno, libcFunction } from './libc.ts';
import { callError } from './socket-error.ts';

type Prctl = (option: number, value: number, unused3: 0, unused4: 0, unused5: 0) => number;

let prctl: Prctl | undefined;

/** One setting of the calling thread or process (man 2 prctl). */
export function controlThread(option: number, value: number, what: string): number {
  // Variadic in C; on Linux x64 and arm64 the arguments are passed the same way either way.
  prctl ??= libcFunction<Prctl>('int prctl(int, size_t, size_t, size_t, size_t)');
  const result = prctl(option, value, 0, 0, 0);
  if (result < 0) throw callError('prctl', what, lastErrno());
  return result;
}

const PR_SET_TIMERSLACK = 29;
const PR_GET_TIMERSLACK = 30;

/**
 * How much later than asked the kernel may wake the calling thread, ns: 50 000 by default, 1 for
 * exact pacing. Threads started afterwards inherit it.
 */
export function setTimerSlackNs(slackNs: number): void {
  if (!Number.isInteger(slackNs) || slackNs < 1)
    throw new RangeError(`timer slack of ${slackNs} ns: it must be a whole number above 0`);
  controlThread(PR_SET_TIMERSLACK, slackNs, 'PR_SET_TIMERSLACK');
}

/** The calling thread's timer slack, ns. */
export function timerSlackNs(): number {
  return controlThread(PR_GET_TIMERSLACK, 0, 'PR_GET_TIMERSLACK');
}
