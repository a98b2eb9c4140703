import type { Findings } from './check.ts';
import type { MeasuredNoise } from './measure-known.ts';
import { formatNs, formatShare } from './rows.ts';

/** From here on a figure that is off may be off by the host. Finer than what invalidates a trial. */
const OTHERS_SHARE_MAX = 0.02;
const STEAL_SHARE_MAX = 0.005;
const SERVER_WAIT_SHARE_MAX = 0.02;
const GAP_MAX_NS = 60_000_000;
/** From this share of a limit on the host was not clearly quiet. */
const NEAR_SHARE = 0.5;

/** What the host did in the trials of a check, for its findings. */
export function hearHost(...trials: readonly MeasuredNoise[]): Pick<Findings, 'noise' | 'unrest'> {
  return {
    noise: trials.flatMap((noise) => findHostFaults(noise, 1)),
    unrest: trials.flatMap((noise) => findHostFaults(noise, NEAR_SHARE)),
  };
}

/** What exceeded this share of its limit. */
function findHostFaults(noise: MeasuredNoise, share: number): string[] {
  const { othersShare, stealShare, serverWaitShare, longestGapNs, throttledPeriods } = noise;
  const faults: string[] = [];
  if (othersShare !== null && othersShare > OTHERS_SHARE_MAX * share) {
    faults.push(`other programs used ${formatShare(othersShare)} of the CPUs`);
  }
  if (stealShare !== null && stealShare > STEAL_SHARE_MAX * share) {
    faults.push(`other machines on this host took ${formatShare(stealShare)} of the CPUs`);
  }
  if (serverWaitShare !== null && serverWaitShare > SERVER_WAIT_SHARE_MAX * share) {
    faults.push(`the server waited ${formatShare(serverWaitShare)} of the time for its CPU`);
  }
  if (longestGapNs > GAP_MAX_NS * share) {
    faults.push(`nothing ran here for ${formatNs(longestGapNs)}`);
  }
  if (throttledPeriods !== null && throttledPeriods > 0) {
    faults.push(`the CPU quota stopped us in ${throttledPeriods} periods`);
  }
  return faults;
}
