import type { KeptSelftest } from '../../results/kept-selftest.ts';
import type { SelftestSummary } from '../../results/selftest.ts';
import { cleanText } from '../text/clean-text.ts';
import { countOf, formatMoment, formatTime, listSome } from '../text/format.ts';

/** What the harness said of itself on this machine, in one line. */
export function describeSelftest({ selftest, selftestUnreadable }: KeptSelftest): string {
  if (selftestUnreadable !== undefined) {
    return `Selftest: what was kept of the last one cannot be read: ${cleanText(selftestUnreadable)}; move it away, and run \`echosounder selftest\` again.`;
  }
  if (selftest === undefined) {
    return 'Selftest: none is known of this machine; `echosounder selftest` tells whether its figures can be trusted.';
  }
  const { finishedAt, verdict, checks } = selftest;
  const passed = checks.filter((check) => check.verdict === 'pass').length;
  const told = describeErrorBudget(selftest);
  const budget = told === null ? '' : `. ${told}`;
  return `Selftest of ${formatMoment(finishedAt)}: ${verdict}, ${passed} of ${countOf(checks.length, 'check')} passed${budget}.`;
}

/** Null where it is not known, and where a check failed: then nothing can be concluded. */
export function describeErrorBudget({
  verdict,
  errorBudgetNs,
}: Pick<SelftestSummary, 'verdict' | 'errorBudgetNs'>): string | null {
  if (errorBudgetNs === null || verdict === 'fail') return null;
  return `Differences under ${formatTime(errorBudgetNs)} in the p50 of an echo on one connection mean nothing on this machine`;
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
