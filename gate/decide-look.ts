import type { Budget } from '../results/gate-order.ts';
import type { Decision } from '../results/gate-result.ts';
import { adjustByHolm } from '../stats/holm.ts';
import { estimateShift, type PairedShift } from '../stats/paired-shift.ts';
import { signedRankP } from '../stats/signed-rank.ts';
import type { GateRule } from './gate-rule.ts';

/** What is known of one test: a cell and a metric. */
export interface TestState {
  /** `ln(head / base)` of each pair, positive for worse, in the order of measurement. */
  readonly differences: readonly number[];
  readonly decision: Decision;
  /** Of the look at which it was decided, or the last one: before any correction. */
  readonly p: number;
  /** The rule's own for all tests that have none. */
  readonly budget?: Budget;
}

export interface DecidedTest extends TestState {
  readonly shift: PairedShift;
  /** p after Holm's correction over all tests and for the number of looks. */
  readonly adjustedP: number;
}

/**
 * Judges all tests of a gate at one look. Tests that were decided before keep their decision and
 * their p, which still counts among the many; those that are open are judged by all their pairs.
 * At the last look what is still open is inconclusive.
 */
export function decideLook(
  tests: readonly TestState[],
  rule: GateRule,
  look: number,
): DecidedTest[] {
  const looks = rule.looksAtPairs.length;
  const pValues = tests.map((test) =>
    test.decision === 'open' ? signedRankP(test.differences) : test.p,
  );
  const adjusted = adjustByHolm(pValues);
  return tests.map((test, index) => {
    const shift =
      test.differences.length === 0
        ? NOTHING_KNOWN
        : estimateShift(test.differences, rule.alpha / looks);
    const p = pValues[index] ?? 1;
    const adjustedP = Math.min(1, looks * (adjusted[index] ?? 1));
    const decision =
      test.decision === 'open'
        ? decide(adjustedP, shift, test.budget ?? rule, rule.alpha, look === looks - 1)
        : test.decision;
    return { ...test, decision, p, shift, adjustedP };
  });
}

const NOTHING_KNOWN: PairedShift = {
  center: 0,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};

/** `open` asks for more pairs. Nothing is ever passed for want of evidence. */
function decide(
  adjustedP: number,
  shift: PairedShift,
  budget: Budget,
  alpha: number,
  isLast: boolean,
): Decision {
  if (adjustedP < alpha && shift.center > Math.log(budget.worseBy)) return 'regression';
  if (shift.high < Math.log(budget.passBelow)) return 'pass';
  return isLast ? 'inconclusive' : 'open';
}
