import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { TrialSetting } from './measure-trial.ts';

/** The result of a trial whose server never came up: nothing was measured, and that is said. */
export function describeUnstarted(
  trial: Trial,
  reason: string,
  { engine, loadThreads }: Pick<TrialSetting, 'engine' | 'loadThreads'>,
): TrialResult {
  return {
    schema: 1,
    trial,
    status: 'incomplete',
    // A server's last words come in lines, and a reason is one.
    reasons: [reason.trim().replaceAll(/\s*\n\s*/g, ' / ')],
    warnings: [],
    startedAt: new Date().toISOString(),
    counts: {
      scheduled: 0,
      sent: 0,
      ok: 0,
      failed: {},
      timedOut: 0,
      lost: 0,
      dropped: 0,
      unfinished: 0,
      corrupt: 0,
      duplicated: 0,
      reordered: 0,
      answeredInWindow: 0,
    },
    connections: {
      attempted: 0,
      established: 0,
      served: 0,
      starved: 0,
      refused: 0,
      reset: 0,
      closedByServer: 0,
    },
    measuredNs: 0,
    throughputPerSec: null,
    responseTimeNs: null,
    serviceTimeNs: null,
    sendLagNs: null,
    connectTimeNs: null,
    firstReplyTimeNs: null,
    server: null,
    loadgen: { engine, threads: loadThreads, cpuNs: 0, cpuNsPerMessage: null, peakRssBytes: 0 },
    timeline: [],
  };
}
