import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import type { HostNoise } from '../watches/watch-host.ts';
import {
  checkConversationEnded,
  checkLittlesLaw,
  checkRate,
  checkUnanswered,
} from './check-answers.ts';
import { checkHearing, checkMembersGone } from './check-chat.ts';
import {
  checkClientBound,
  checkClientLimits,
  checkClientNearLimit,
  checkSendLag,
  checkWaiting,
} from './check-client.ts';
import { checkLoss, checkOwnBuffers, checkReachable } from './check-datagrams.ts';
import { checkGarbageCollections } from './check-garbage-collections.ts';
import { checkClock, checkHost, checkOthers, OTHERS_SHARE_MAX } from './check-host.ts';
import { checkListenQueue } from './check-listen-queue.ts';
import { checkOpening } from './check-opening.ts';
import { checkSteady } from './check-steady.ts';

export interface Judgement {
  readonly warnings: Warning[];
  /** Why the trial can't be used; empty for a sound one. */
  readonly invalid: string[];
}

/** What a trial's own result does not say. */
export interface JudgingContext {
  readonly serverCpus: number;
  readonly noise: HostNoise;
  /** Messages that left a millisecond late or more although their connection had room. */
  readonly sentLate: number;
}

/** Judges the measurement, never the server: a slow server is a result. */
export function judgeTrial(
  result: TrialResult,
  { serverCpus, noise, sentLate }: JudgingContext,
): Judgement {
  const warnings: Warning[] = [];
  const invalid: string[] = [];
  const add = (warning: Warning | null, invalidates: boolean): void => {
    if (warning === null) return;
    warnings.push(warning);
    if (invalidates) invalid.push(`${warning.code}: ${warning.message}`);
  };
  add(checkClientLimits(result), true);
  add(checkClientBound(result, serverCpus), true);
  add(checkSendLag(result, sentLate), true);
  add(checkClientNearLimit(result, serverCpus), false);
  add(checkWaiting(result), false);
  add(checkRate(result), false);
  add(checkLittlesLaw(result), false);
  add(checkSteady(result), false);
  add(checkHost(noise), true);
  add(checkClock(noise), true);
  add(checkOthers(noise), (noise.othersShare ?? 0) > OTHERS_SHARE_MAX);
  add(checkUnanswered(result), false);
  add(checkListenQueue(result), false);
  add(checkOpening(result), false);
  add(checkGarbageCollections(result), false);
  add(checkOwnBuffers(result), true);
  add(checkLoss(result), false);
  add(checkReachable(result), false);
  add(checkConversationEnded(result), false);
  add(checkMembersGone(result), false);
  add(checkHearing(result), false);
  return { warnings, invalid };
}
