import type { Load } from '../../results/trial.ts';

/**
 * What Node.js is told when a load process is started: to let it collect garbage when it likes to,
 * and, where messages have a time to leave at, to do without V8's last compiler. That one works for
 * half a second beside the load and on its CPU, and saves nothing where a message is two system
 * calls. A closed loop has no schedule to miss, and in a deep one the code is what a message costs.
 */
export function loadFlags(load: Load): readonly string[] {
  return hasSchedule(load) ? ['--expose-gc', '--no-turbofan'] : ['--expose-gc'];
}

function hasSchedule(load: Load): boolean {
  return load.loop === 'open' || load.thinkTimeNs > 0;
}
