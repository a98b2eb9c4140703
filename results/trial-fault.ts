import type { TrialResult } from './trial-result.ts';

/** Whose fault it was that a trial is not complete. A gate must never take one for the other. */

type Judged = Pick<TrialResult, 'status' | 'warnings' | 'serverDeath'>;

/**
 * The server answered wrongly, died, did not come up, or fell short of what was asked while the host
 * was quiet: measuring again would be to hide it.
 */
export function isServersFault(result: Judged): boolean {
  if (result.status === 'failed-verification') return true;
  if (result.status !== 'incomplete') return false;
  return result.serverDeath !== undefined || !wasHostLoud(result);
}

/** The host or the load spoiled it; nothing is known of the server. */
export function isSpoiled(result: Judged): boolean {
  return result.status === 'invalid' || (result.status === 'incomplete' && !isServersFault(result));
}

/** Other programs had the CPUs, or the host stood still. */
export function wasHostLoud({ warnings }: Pick<TrialResult, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === 'host-noise' || code === 'clock-gap');
}
