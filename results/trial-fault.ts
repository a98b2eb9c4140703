import type { TrialResult } from './trial-result.ts';

/** Whose fault it was that a trial is not complete. A gate must never take one for the other. */

type Judged = Pick<
  TrialResult,
  'trial' | 'status' | 'reasons' | 'warnings' | 'serverDeath' | 'sendLagNs'
>;

/** So late is what `client-bound` counts in an open loop. */
const LATE_NS = 1_000_000;

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
  if (result.status === 'incomplete') return !isServersFault(result);
  return result.status === 'invalid' && !isLateInTailOnly(result);
}

/**
 * An open loop that left fewer than one message in ten late, and has no other fault: its p99 speaks of
 * the load, its median and what a message cost the server do not.
 */
export function isLateInTailOnly({ trial, status, reasons, sendLagNs }: Judged): boolean {
  if (status !== 'invalid' || trial.load.loop !== 'open' || sendLagNs === null) return false;
  return sendLagNs.p90 < LATE_NS && reasons.every((reason) => reason.startsWith('client-bound: '));
}

/** Other programs had the CPUs, or the host stood still. */
export function wasHostLoud({ warnings }: Pick<TrialResult, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === 'host-noise' || code === 'clock-gap');
}
