import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import { keepsConnection } from '../../results/keeps-connection.ts';
import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { ServerExit } from '../../servers/strategy.ts';
import type { TrialRecord } from './trial-record.ts';

type Status = TrialResult['status'];

/** The worst of what happened names the trial. */
export function decideStatus(
  record: TrialRecord,
  invalid: readonly string[],
): { status: Status; reasons: string[] } {
  const { measured, death, interrupted } = record;
  if (measured.verificationFailure !== null) {
    return { status: 'failed-verification', reasons: [measured.verificationFailure] };
  }
  if (interrupted) return { status: 'interrupted', reasons: ['interrupted by the user'] };
  if (death !== null) return { status: 'incomplete', reasons: [describeDeath(death)] };
  const shortfall = describeShortfall(record);
  if (shortfall !== null) return { status: 'incomplete', reasons: [shortfall] };
  return { status: invalid.length > 0 ? 'invalid' : 'complete', reasons: [...invalid] };
}

function describeDeath({ code, signal, stderrTail }: ServerExit): string {
  const last = stderrTail.trim().split('\n').at(-1) ?? '';
  const how = signal === null ? `exit code ${code}` : signal;
  return `the server died during the trial (${how})${last === '' ? '' : `: ${last}`}`;
}

/** From this share of broken conversations on, the load was not the one that was asked for. */
const BROKEN_SHARE_MAX = 0.01;

/** Why there is less than was asked for, though nobody died and nothing was wrong; null for enough. */
function describeShortfall({ measured, trial, mayEnd, answersOnce }: TrialRecord): string | null {
  const { connections, counts } = measured;
  const { attempted, established, refused, closedByServer, reset } = connections;
  if (established === 0 && attempted > 0) {
    return `no connection was established (${refused} of ${attempted} refused)`;
  }
  const isConversation = keepsConnection(trial.workload);
  // One answer each and a farewell in good order is what some servers do: a result, with a warning.
  if (isConversation && (answersOnce || mayEnd)) return null;
  const isLasting = isConversation || trial.workload.kind === 'chat';
  const broken = isLasting ? closedByServer + reset : 0;
  if ((measured.measuredNs ?? 0) < trial.timing.measureNs * 0.999)
    return describeEnd(measured, trial);
  if (counts.answeredInWindow === 0) {
    return describeNoAnswers(measured);
  }
  const silence = describeSilence(measured);
  if (silence !== null) return silence;
  if (broken > established * BROKEN_SHARE_MAX) {
    const what = isConversation ? 'conversations' : 'connections of members';
    return `${broken} of ${established} ${what} ended before the measurement did`;
  }
  return null;
}

function describeNoAnswers({ connections: { attempted, starved } }: LoadResult): string {
  return starved > 0
    ? `nothing was answered in the measured window (${starved} of ${attempted} connections never had a reply)`
    : `nothing was answered in the measured window, though all ${attempted} connections had had a reply before it`;
}

/** Silence up to the end of the window, for this share of it and many times its quickest reply. */
const SILENT_SHARE = 0.25;
const SILENT_MIN_NS = 250_000_000;
const SILENT_REPLIES = 10;

/** A server that answers nobody any more makes no throughput: what it was before is not its rate. */
function describeSilence({ silentNs, counts, times, measuredNs }: LoadResult): string | null {
  const waiting = counts.scheduled - counts.ok;
  const quickestNs = times.serviceTimeNs?.min ?? 0;
  const isLong =
    (silentNs ?? 0) >= Math.max(SILENT_MIN_NS, (measuredNs ?? 0) * SILENT_SHARE) &&
    (silentNs ?? 0) >= quickestNs * SILENT_REPLIES;
  if (silentNs === null || !isLong || waiting === 0) return null;
  return `the server answered nobody in the last ${(silentNs / 1e9).toFixed(1)} s of the measurement, while ${waiting} messages waited or failed`;
}

function describeEnd({ connections, measuredNs, answered }: LoadResult, trial: Trial): string {
  const { established, closedByServer, served } = connections;
  if ((measuredNs ?? 0) === 0) {
    const isOneEach = closedByServer > 0 && served > 0 && answered <= served;
    const hint = isOneEach
      ? ': measure such a server with the churn workload'
      : `, after ${answered} replies in all`;
    return `the server ended all ${established} conversations before the measurement began${hint}`;
  }
  const reached = ((measuredNs ?? 0) / 1e9).toFixed(1);
  const whole = (trial.timing.measureNs / 1e9).toFixed(1);
  return `all ${established} conversations had ended ${reached} s into the ${whole} s of measurement`;
}
