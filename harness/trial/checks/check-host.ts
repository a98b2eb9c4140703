import type { Warning } from '../../../results/trial-result.ts';
import type { HostNoise } from '../watches/watch-host.ts';
import { formatShare } from './format-share.ts';

/** Whether the host took from the trial what its figures are about. */

export const STEAL_SHARE_MAX = 0.01;
export const CLOCK_GAP_MAX_NS = 100_000_000;
/** Ticks of 10 ms are counted: less than this can't be told from nothing. */
export const OTHERS_SHARE_NOTED = 0.05;
export const OTHERS_SHARE_MAX = 0.2;

/** Time that other machines on the same metal took, or a CPU quota refused. */
export function checkHost({ stealShare, throttledPeriods }: HostNoise): Warning | null {
  const stolen = stealShare !== null && stealShare > STEAL_SHARE_MAX;
  const throttled = throttledPeriods !== null && throttledPeriods > 0;
  if (!stolen && !throttled) return null;
  const told = [
    stolen
      ? `other machines on this host took ${formatShare(stealShare)} of the CPU time (limit ${formatShare(STEAL_SHARE_MAX)})`
      : '',
    throttled ? `the CPU quota stopped the container in ${throttledPeriods} periods` : '',
  ];
  return {
    code: 'host-noise',
    message: told.filter((text) => text !== '').join('; '),
    advice: 'Repeat when the host is quieter, on a machine of its own, or without a CPU quota.',
  };
}

/** A host that stands still for a while puts its pause into somebody's response times. */
export function checkClock({ longestGapNs }: HostNoise): Warning | null {
  if (longestGapNs <= CLOCK_GAP_MAX_NS) return null;
  return {
    code: 'clock-gap',
    message: `the host took ${Math.round(longestGapNs / 1e6)} ms from the harness at once (limit ${CLOCK_GAP_MAX_NS / 1e6} ms): it stood still, or its CPUs were taken`,
    advice: 'End what else runs on this machine, and repeat.',
  };
}

/** Programs beside ours take the CPUs that the figures are about. */
export function checkOthers({ othersShare }: HostNoise): Warning | null {
  if (othersShare === null || othersShare <= OTHERS_SHARE_NOTED) return null;
  return {
    code: 'host-noise',
    message: `other programs used ${formatShare(othersShare)} of the CPU time (noted from ${formatShare(OTHERS_SHARE_NOTED)}, limit ${formatShare(OTHERS_SHARE_MAX)})`,
    advice: 'End what else runs on this machine, and repeat.',
  };
}
