import { meetsRate } from '../../results/rate-met.ts';
import { boundedFigure, type ResponseBound } from '../../results/response-bound.ts';
import type { Outcome } from '../../results/saturation.ts';
import type { TrialResult } from '../../results/trial-result.ts';

/** Reasons of an invalid trial that speak of the load itself (harness/trial/checks/check-client.ts). */
const CLIENT_CODES = ['client-bound', 'client-limit'];

const STARVED_SHARE_MAX = 0.01;

/**
 * What a probe says about its rate. One that held although the host or the client was disturbed did
 * hold: response times count from the intended start, and disturbances only lengthen them.
 */
export function judgeProbe(result: TrialResult, bound: ResponseBound): Outcome {
  switch (result.status) {
    case 'interrupted':
      return 'interrupted';
    case 'failed-verification':
      return 'broken';
    case 'incomplete':
      return judgeIncomplete(result);
    case 'complete':
      if (isSilent(result)) return 'unanswered';
      return holds(result, bound) ? 'held' : 'missed';
    case 'invalid':
      if (holds(result, bound)) return 'held';
      if (isStarving(result)) return 'missed';
      return isClientLimited(result) ? 'client-limit' : 'unclear';
  }
}

function holds({ counts, responseTimeNs }: TrialResult, bound: ResponseBound): boolean {
  if (responseTimeNs === null || counts.answeredInWindow === 0) return false;
  return meetsRate(counts) && boundedFigure(responseTimeNs, bound) < bound.belowNs;
}

/** A server that broke off under the load did not hold it; one that never answered tells nothing. */
function judgeIncomplete(result: TrialResult): Outcome {
  if (result.connections.attempted === 0) return 'unclear';
  return isSilent(result) ? 'unanswered' : 'missed';
}

/** A connection says little: the kernel accepts for a server that hangs, and datagrams have none. */
function isSilent({ connections }: TrialResult): boolean {
  return connections.attempted > 0 && connections.served === 0;
}

/** Clients that never had a reply while others talked: no disturbance does that. */
function isStarving({ trial, connections }: TrialResult): boolean {
  const { attempted, served, starved } = connections;
  return (
    trial.workload.kind === 'conversation' && served > 0 && starved > attempted * STARVED_SHARE_MAX
  );
}

/** Where the host was disturbed too, the client may have been late for that alone. */
function isClientLimited({ reasons }: TrialResult): boolean {
  return (
    reasons.length > 0 &&
    reasons.every((reason) => CLIENT_CODES.some((code) => reason.startsWith(`${code}:`)))
  );
}
