import type { TrialProgress } from '../../harness/trial/measure-trial.ts';
import { openingNs } from '../../loadgen/opening-ramp.ts';

/** Opening that takes longer than this makes a person wonder. */
const PATIENCE_NS = 3_000_000_000;

export type OpeningProgress = Pick<
  TrialProgress,
  'phase' | 'established' | 'served' | 'atNs' | 'trial'
>;

/** How far the clients of a load that opens slowly have come; null while it is early. */
export function describeOpening(progress: OpeningProgress): string | null {
  const { phase, established, served, atNs, trial } = progress;
  if (phase !== 'opening' || atNs < PATIENCE_NS) return null;
  const { connections } = trial.load;
  const sinceSec = Math.floor(atNs / 1e9);
  if (served > 0) {
    return `${established} of ${connections} connections open after ${sinceSec} s, ${served} had a reply`;
  }
  const limitSec = Math.round((openingNs(trial.load) + trial.timing.firstReplyWaitNs) / 1e9);
  return `0 of ${connections} clients had a reply after ${sinceSec} s, waiting up to ${limitSec} s`;
}
