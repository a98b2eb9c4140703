import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** A pause this long, as a share of p99, is a good part of what the slowest were waiting for. */
const PAUSE_SHARE_MIN = 0.25;
/** p99 is what the slowest 1 % took: pauses that fewer messages met can't have moved it. */
const MET_SHARE_MIN = 0.01;

/** Whether pauses of the load itself are a relevant part of the response time at p99. */
export function checkGarbageCollections(result: TrialResult): Warning | null {
  const { loadgen, responseTimeNs, serviceTimeNs, measuredNs } = result;
  const pauses = loadgen.garbageCollections;
  if (pauses === undefined || responseTimeNs === null || measuredNs === 0) return null;
  const share = pauses.longestNs / responseTimeNs.p99;
  // A message meets a pause that begins while it is on its way, or begins in one.
  const metNs = pauses.totalNs + pauses.count * (serviceTimeNs?.mean ?? 0);
  const met = metNs / (measuredNs * loadgen.threads);
  if (share < PAUSE_SHARE_MIN || met < MET_SHARE_MIN) return null;
  return {
    code: 'client-gc',
    message: `garbage collections of the load took up to ${(pauses.longestNs / 1e6).toFixed(1)} ms, beside a response time of ${(responseTimeNs.p99 / 1e6).toFixed(2)} ms at p99 (limit ${formatShare(PAUSE_SHARE_MIN)} of it), and ${formatShare(Math.min(1, met))} of the messages may have met one (told from ${formatShare(MET_SHARE_MIN)} on)`,
    advice:
      loadgen.engine === 'node'
        ? 'Take the posix engine, which makes little garbage (--engine posix), or read p50 and p90 instead.'
        : 'Give the load a CPU of its own, on which no pause is drawn out by others, or read p50 and p90 instead.',
  };
}
