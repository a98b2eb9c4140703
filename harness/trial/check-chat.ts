import type { TrialResult, Warning } from '../../results/trial-result.ts';

/** What is doubtful about a chat alone. */

/** Slow readers are not among them: that the server lets those go is what they are there for. */
export function checkMembersGone({ trial, connections }: TrialResult): Warning | null {
  const { closedByServer, reset, established } = connections;
  if (trial.workload.kind !== 'chat' || closedByServer + reset === 0) return null;
  return {
    code: 'member-gone',
    message: `the server ended the connections of ${closedByServer + reset} of ${established} members (${reset} by a reset)`,
    advice:
      'It may have taken them for slow readers: offer less, so that the load keeps up, or look at its log.',
  };
}
