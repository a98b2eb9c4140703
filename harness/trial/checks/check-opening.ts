import { keepsConnection } from '../../../results/keeps-connection.ts';
import type { TrialResult, Warning } from '../../../results/trial-result.ts';

/** Whether clients were never begun, so that figures of all are figures of some. */
export function checkOpening({ trial, connections }: TrialResult): Warning | null {
  const { load, workload } = trial;
  const { attempted, established } = connections;
  if (!keepsConnection(workload) || attempted >= load.connections) return null;
  // Without that the load was cut short, or ended before all had their turn: the status tells.
  if (attempted === established) return null;
  return {
    code: 'not-all-opened',
    message: `${load.connections - attempted} of ${load.connections} connections were never begun: ${attempted - established} others had no answer to their call, and no more than so many are let wait at a time`,
    advice:
      'The server does not accept as many clients, or not as fast: take fewer connections, or give it a longer listen queue (backlog and net.core.somaxconn).',
  };
}
