import type { SelftestVerdict } from '../results/selftest.ts';
import type { Findings } from './check.ts';

/** A verdict with its reason; null for a pass. */
export interface Judgement {
  readonly verdict: SelftestVerdict;
  readonly reason: string | null;
}

/**
 * What holds holds, however noisy the host was. What doesn't is the harness's fault only where
 * nothing else explains it.
 */
export function judgeFindings({ rows, noise }: Findings): Judgement {
  const broken = rows.filter(({ holds }) => holds === false);
  if (broken.length === 0) return { verdict: 'pass', reason: null };
  const told = broken
    .map(({ what, expected, measured }) => `${what} is ${measured}, true is ${expected}`)
    .join('; ');
  const isExcused = noise.length > 0 && !broken.some(({ certain }) => certain === true);
  return isExcused
    ? { verdict: 'cannot-tell', reason: cut(`${[...new Set(noise)].join('; ')} (${told})`) }
    : { verdict: 'fail', reason: cut(told) };
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
