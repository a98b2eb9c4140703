import type { Placement } from '../../results/run-header.ts';
import { currentCpus } from '../../sockets/cpu-affinity.ts';
import { planPlacement } from '../plan/placement.ts';
import { readCores } from './cpu-cores.ts';

/** Divides the CPUs that this process may use between server and load. */
export function readPlacement(): Placement {
  return process.platform === 'linux'
    ? planPlacement(currentCpus(), readCores())
    : planPlacement(null, null);
}
