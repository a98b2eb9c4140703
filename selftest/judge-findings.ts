import type { SelftestVerdict } from '../results/selftest.ts';
import type { Findings } from './check.ts';

/** A verdict with its reason; null for a pass. */
export interface Judgement {
  readonly verdict: SelftestVerdict;
  readonly reason: string | null;
}

/**
 * What holds holds, however noisy the host was. What doesn't is the harness's fault only where
 * nothing else explains it: on a host that was clearly quiet.
 */
export function judgeFindings(findings: Findings): Judgement {
  const { rows, noise, unrest = [] } = findings;
  const broken = rows.filter(({ holds }) => holds === false);
  if (broken.length === 0) return { verdict: 'pass', reason: null };
  const told = broken
    .map(({ what, expected, measured }) => `${what} is ${measured}, true is ${expected}`)
    .join('; ');
  const causes = new Set(noise.length > 0 ? noise : unrest);
  return causes.size > 0 && isExcusable(findings)
    ? { verdict: 'cannot-tell', reason: cut(`${[...causes].join('; ')} (${told})`) }
    : { verdict: 'fail', reason: cut(told) };
}

/** Whether a loud host could explain all that is off. */
export function isExcusable({ rows }: Findings): boolean {
  return !rows.some(({ holds, certain }) => holds === false && certain === true);
}

/** The worst of all checks is the verdict of the whole: a failure outweighs what can't be told. */
export function judgeAll(verdicts: readonly SelftestVerdict[]): SelftestVerdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('cannot-tell') || verdicts.length === 0 ? 'cannot-tell' : 'pass';
}

const REASON_MAX = 390;

export function cut(text: string): string {
  return text.length > REASON_MAX ? `${text.slice(0, REASON_MAX)}…` : text;
}
