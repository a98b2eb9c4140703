import type { SelftestSummary } from '../results/selftest.ts';
import { countOf, formatMoment, formatTime, listSome } from './format.ts';

/** What the harness said of itself on this machine, in one line. */
export function describeSelftest(selftest: SelftestSummary | undefined): string {
  if (selftest === undefined) {
    return 'Selftest: none is known of this machine; `echosounder selftest` tells whether its figures can be trusted.';
  }
  const { finishedAt, verdict, checks, errorBudgetNs } = selftest;
  const passed = checks.filter((check) => check.verdict === 'pass').length;
  const budget =
    errorBudgetNs === null
      ? ''
      : `; differences under ${formatTime(errorBudgetNs)} mean nothing on this machine`;
  return `Selftest of ${formatMoment(finishedAt)}: ${verdict}, ${passed} of ${countOf(checks.length, 'check')} passed${budget}.`;
}

/** A warning for whoever reads figures of a harness that failed its own test; null where it did not. */
export function warnOfSelftest(
  selftest: SelftestSummary | undefined,
): { code: string; message: string; advice: string } | null {
  if (selftest?.verdict !== 'fail') return null;
  const failed = selftest.checks
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ name }) => name);
  return {
    code: 'selftest-failed',
    message: `this harness measured servers whose true answer is known, and was wrong on this machine: ${listSome(failed, 5)}`,
    advice: 'Do not rely on these figures: run `echosounder selftest` again on a quiet machine.',
  };
}
