import type { TrialProgress } from '../../../harness/trial/measure-trial.ts';

/** Eight clients in a closed loop, in the middle of a second's measurement, with changes. */
export function makeProgress(changes: Partial<TrialProgress> = {}): TrialProgress {
  return {
    phase: 'measuring',
    atNs: 2.5e9,
    phaseStartNs: 2e9,
    established: 8,
    served: 8,
    ended: 0,
    answered: 40_000,
    answeredInWindow: 20_000,
    failed: 0,
    overdue: 0,
    sent: 20_000,
    sentLate: 0,
    recentTimes: { p50Ns: 290_000, p99Ns: 736_000 },
    busyCpus: 0.71,
    server: { busyCpus: 0.98, rssBytes: 32 * 2 ** 20 },
    clientLight: 'clear',
    trial: {
      id: 'talk.event-loop.r2',
      scenario: 'talk',
      cell: 'talk/event-loop',
      strategy: 'event-loop',
      target: null,
      service: 'echo',
      transport: 'tcp',
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: { loop: 'closed', connections: 8, depth: 1, thinkTimeNs: 0 },
      timing: {
        firstReplyWaitNs: 15e9,
        warmupNs: 0.5e9,
        measureNs: 1e9,
        drainNs: 0,
        timeoutNs: 1e9,
      },
      repetition: 1,
      seed: 1,
    },
    ...changes,
  };
}
