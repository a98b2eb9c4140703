import { describe, expect, test } from 'vitest';
import { renderLoadSummary } from '../../../reports/load/load-summary.ts';
import { renderHtml } from '../../../reports/page/page.ts';
import { buildReport } from '../../../reports/report.ts';
import { renderSelftest, type SelftestExtent } from '../../../reports/terminal/selftest-table.ts';
import { renderTerminal } from '../../../reports/terminal/terminal.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { describeSelftest, warnOfSelftest } from '../../../reports/words/describe-selftest.ts';
import { type SelftestSummary, summarizeSelftest } from '../../../results/selftest.ts';
import { makeSelftest } from '../../results/make-selftest.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const run = createSyntheticRun({ repetitions: 1 });
const { environment } = run.header;
const selftest = makeSelftest(environment);
const WIDTHS = [60, 80, 100, 120] as const;

function summaryOf(verdict: SelftestSummary['verdict']): SelftestSummary {
  const checks = selftest.checks.map((check) => ({ ...check, verdict }));
  const summary = summarizeSelftest({ ...selftest, verdict, checks }, environment);
  if (summary === null) throw new Error('it is of this machine');
  return summary;
}

describe('the table of a selftest', () => {
  test.each(WIDTHS)('reads on a terminal of %i columns', async (width) => {
    const text = renderSelftest(selftest, { color: false, width });
    await expect(`${text}\n`).toMatchFileSnapshot(`../../testdata/golden/selftest-${width}.txt`);
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  });

  test('shows nothing that moves the cursor', () => {
    const [check] = selftest.checks;
    if (check === undefined) throw new Error('there is a check');
    const hostile = { ...check, name: '\u001b[2Jgone', reason: '\u001b]0;title\u0007' };
    const text = renderSelftest({ ...selftest, checks: [hostile] }, { color: false, width: 80 });
    expect(text).not.toContain('\u001b');
  });
});

describe('the conclusion of a selftest', () => {
  const conclude = (verdict: SelftestSummary['verdict'], extent?: SelftestExtent) =>
    renderSelftest({ ...selftest, verdict }, { color: false, width: 100 }, extent).replace(
      /\s+/g,
      ' ',
    );

  test('says of a part no more than that the part passed', () => {
    expect(conclude('pass')).toContain('can be trusted');
    expect(conclude('pass', 'part')).toContain('these checks passed');
    expect(conclude('pass', 'part')).not.toContain('trusted');
  });

  test('says what the smallest difference is one of, and draws none from a failure', () => {
    const sentence = 'Differences under 5.40 µs in the p50 of an echo on one connection';
    expect(conclude('pass')).toContain(sentence);
    expect(describeSelftest({ selftest: summaryOf('pass') })).toContain(sentence);
    expect(conclude('fail')).not.toContain('Differences');
    expect(describeSelftest({ selftest: summaryOf('fail') })).not.toContain('Differences');
  });
});

describe('a report', () => {
  const reportWith = (summary?: SelftestSummary) =>
    buildReport({
      ...run,
      header: summary === undefined ? run.header : { ...run.header, selftest: summary },
    });
  const shown = (summary?: SelftestSummary) =>
    renderTerminal(reportWith(summary), { color: false, width: 120 });

  test('says what the selftest said, or how to run one', () => {
    const line = 'Selftest of 2026-05-04 08:00 UTC: pass, 3 of 3 checks passed';
    expect(shown(summaryOf('pass'))).toContain(line);
    expect(renderHtml(reportWith(summaryOf('pass')))).toContain(line);
    expect(shown()).toContain('echosounder selftest');
    expect(describeSelftest({})).toContain('`echosounder selftest`');
    const unread = describeSelftest({ selftestUnreadable: '/state/self\u001b[2Jtest.json' });
    expect(unread).toMatch(/cannot be read: \/state\/self.*test\.json; /);
    expect(unread).not.toContain('\u001b');
  });

  test('warns for every trial when the harness failed its own test, and only then', () => {
    const { warnings, trials } = reportWith(summaryOf('fail'));
    expect(warnings[0]).toMatchObject({ code: 'selftest-failed', trials: trials.length });
    expect(shown(summaryOf('fail'))).toContain('selftest-failed');
    for (const summary of [undefined, summaryOf('pass'), summaryOf('cannot-tell')]) {
      expect(warnOfSelftest(summary)).toBeNull();
      expect(shown(summary)).not.toContain('selftest-failed');
    }
  });
});

test('the summary of a load says it too', () => {
  const shown = (summary?: SelftestSummary) =>
    renderLoadSummary(
      makeTrial({}),
      { color: false, width: 120 },
      summary === undefined ? {} : { selftest: summary },
    );
  expect(shown()).toContain('echosounder selftest');
  expect(shown(summaryOf('pass'))).toContain('Selftest of 2026-05-04 08:00 UTC: pass');
  expect(shown(summaryOf('fail'))).toContain('Warning (selftest-failed)');
});
