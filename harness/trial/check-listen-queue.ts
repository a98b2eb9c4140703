import type { TrialResult, Warning } from '../../results/trial-result.ts';

/**
 * Whether clients found the listen queue full. They then wait for their next attempt, a second or
 * more (RFC 6298): a time that says nothing about how fast the server serves whom it has.
 */
export function checkListenQueue({ trial, connections }: TrialResult): Warning | null {
  const overflows = connections.listenOverflows ?? 0;
  const refusals = trial.transport === 'unix' ? (connections.failed?.EAGAIN ?? 0) : 0;
  if (overflows + refusals === 0) return null;
  return {
    code: 'listen-overflow',
    message:
      overflows > 0
        ? `the listen queue was full ${overflows} times (counted for the whole network namespace): such a client tries again a second later, so ${describeWait(trial.workload.kind)} of a second or more are the queue's doing, not the server's slowness`
        : `the listen queue was full ${refusals} times, and a unix socket then refuses its client (EAGAIN)`,
    advice:
      'Open connections more slowly (--ramp), or give the server a longer queue: a larger backlog, and net.core.somaxconn no smaller.',
  };
}

/** A message that begins with its connection holds the wait for it. */
function describeWait(workload: TrialResult['trial']['workload']['kind']): string {
  return workload === 'churn' || workload === 'greet'
    ? 'up to as many connect times, first replies and response times'
    : 'up to as many connect times and first replies';
}
