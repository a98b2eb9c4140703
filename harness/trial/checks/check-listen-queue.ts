import { keepsConnection } from '../../../results/keeps-connection.ts';
import type { TrialResult, Warning } from '../../../results/trial-result.ts';

/** A first SYN is sent again after a second (RFC 6298, 2.1): nothing on loopback takes as long. */
const CONNECT_AGAIN_NS = 900_000_000;

/**
 * Whether clients found the listen queue full. They then wait for their next attempt, a second or
 * more (RFC 6298): a time that says nothing about how fast the server serves whom it has.
 */
export function checkListenQueue(result: TrialResult): Warning | null {
  const { trial, connections } = result;
  const overflows = hadToConnectAgain(result) ? (connections.listenOverflows ?? 0) : 0;
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

/** The counter is everybody's: where no client of ours waited, it was somebody else's queue. */
function hadToConnectAgain({ trial, connections, connectTimeNs }: TrialResult): boolean {
  if ((connectTimeNs?.max ?? 0) >= CONNECT_AGAIN_NS) return true;
  return keepsConnection(trial.workload) && connections.established < connections.attempted;
}

/** A message that begins with its connection holds the wait for it. */
function describeWait(workload: TrialResult['trial']['workload']['kind']): string {
  return workload === 'churn' || workload === 'greet'
    ? 'up to as many connect times, first replies and response times'
    : 'up to as many connect times and first replies';
}
