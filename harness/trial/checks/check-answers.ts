import { keepsConnection } from '../../../results/keeps-connection.ts';
import { meetsRate, RATE_MET_SHARE } from '../../../results/rate-met.ts';
import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** Whether what was answered is what the load asked for, and whether its figures agree. */

const LITTLES_LAW_SHARE = 0.05;
const LITTLES_LAW_MESSAGES_MIN = 1_000;
const LITTLES_LAW_LIVES_MIN = 50;
const UNANSWERED_SHARE_MAX = 0.01;

/** Said, not condemned: a server that can't keep up is what the curve is there to show. */
export function checkRate({ trial, counts }: TrialResult): Warning | null {
  if (trial.load.loop !== 'open' || counts.scheduled === 0) return null;
  if (meetsRate(counts) || counts.answeredInWindow === 0) return null;
  const share = counts.answeredInWindow / counts.scheduled;
  return {
    code: 'rate-not-met',
    message: `${counts.answeredInWindow} of ${counts.scheduled} messages that were due were answered by the end of the measurement (${formatShare(share)}, limit ${formatShare(RATE_MET_SHARE)})`,
    advice:
      'Beyond saturation latency grows with the length of the test: compare strategies below it.',
  };
}

/** Clients = throughput x response time, in any stable closed loop (Little 1961). */
export function checkLittlesLaw({
  trial,
  counts,
  connections,
  throughputPerSec,
  serviceTimeNs,
  measuredNs,
}: TrialResult): Warning | null {
  const { load } = trial;
  if (load.loop !== 'closed' || load.thinkTimeNs > 0 || trial.workload.kind !== 'conversation')
    return null;
  if (throughputPerSec === null || serviceTimeNs === null) return null;
  const allServed =
    connections.starved === 0 && connections.closedByServer + connections.reset === 0;
  // Messages that cross the window's edges weigh little only in a window of many of their lives.
  const isLong = measuredNs >= LITTLES_LAW_LIVES_MIN * serviceTimeNs.mean;
  if (!allServed || !isLong || counts.ok < LITTLES_LAW_MESSAGES_MIN) return null;
  // Times that were cut off, and windows that outlast the last reply, follow no law.
  if (counts.timedOut + counts.lost + counts.unfinished > 0) return null;
  const clients = load.connections * load.depth;
  const measured = (throughputPerSec * serviceTimeNs.mean) / 1e9;
  const deviation = Math.abs(measured / clients - 1);
  if (deviation <= LITTLES_LAW_SHARE) return null;
  return {
    code: 'littles-law',
    message: `throughput x service time makes ${measured.toFixed(1)} messages in flight, there were ${clients} (${formatShare(deviation)} off, limit ${formatShare(LITTLES_LAW_SHARE)})`,
    advice:
      measured < clients
        ? 'Time passed between a reply and the next message: the load was busy elsewhere. Measure longer, or with more load threads.'
        : 'Replies came unevenly over the window: look at the timeline, and measure longer.',
  };
}

/** The ledger says where they went; here it is said aloud. */
export function checkUnanswered({ counts }: TrialResult): Warning | null {
  const failed = Object.values(counts.failed).reduce((sum, n) => sum + n, 0);
  // What was lost has a warning of its own.
  const unanswered = failed + counts.timedOut + counts.dropped + counts.unfinished;
  if (counts.scheduled === 0 || unanswered <= counts.scheduled * UNANSWERED_SHARE_MAX) return null;
  return {
    code: 'unanswered',
    message: `${unanswered} of ${counts.scheduled} messages had no good answer in time (${formatShare(unanswered / counts.scheduled)}, limit ${formatShare(UNANSWERED_SHARE_MAX)})`,
    advice:
      counts.ok + counts.answeredInWindow > 0
        ? 'Percentiles hold the wait of those that were only late; read throughput with care.'
        : 'Is it a server that sends every message back, or does what the workload asks? Talk to it: echosounder talk TARGET.',
  };
}

export function checkConversationEnded({ trial, connections }: TrialResult): Warning | null {
  const { closedByServer, reset, established } = connections;
  if (!keepsConnection(trial.workload) || closedByServer + reset === 0) return null;
  return {
    code: 'conversation-ended',
    message: `the server ended ${closedByServer + reset} of ${established} conversations (${reset} by a reset)`,
    advice:
      'Is the server still there? One that hangs up after an answer is measured by the churn workload (--workload churn).',
  };
}
