import type { Decision } from '../results/gate-result.ts';

/** What a gate says in the end. */
export type Verdict = 'pass' | 'regression' | 'inconclusive';

/** Any regression fails the gate; else anything that could not be told leaves it undecided. */
export function concludeGate(decisions: readonly Decision[]): Verdict {
  if (decisions.includes('regression')) return 'regression';
  const isAllPass = decisions.length > 0 && decisions.every((decision) => decision === 'pass');
  return isAllPass ? 'pass' : 'inconclusive';
}
