import type { Counts } from './trial-result.ts';

/** At least this share of what was scheduled has to be answered within the window. */
export const RATE_MET_SHARE = 0.99;
/** So few may be on their way when the window closes. */
const RATE_MISSED_MIN = 20;

/**
 * Whether what was offered was achieved, within 1 %. Poisson arrivals vary: what the schedule asked
 * in this very window is the measure, not the nominal rate.
 */
export function meetsRate({ scheduled, answeredInWindow }: Counts): boolean {
  return (
    answeredInWindow >= scheduled * RATE_MET_SHARE || scheduled - answeredInWindow < RATE_MISSED_MIN
  );
}
