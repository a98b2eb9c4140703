import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { describeFigures, describeVerdict, nameMetric } from './words.ts';

type Outcome = 'passed' | 'failed' | 'skipped';

/**
 * For CI systems: one suite, a case for each metric of a cell that decides. What only advises is
 * left out, since it can neither pass nor fail.
 */
export function renderGateJunit(result: GateResult, isStrict: boolean): string {
  const cases = result.tests
    .filter(({ decision }) => decision !== null)
    .map((test) => ({ test, outcome: judge(test, isStrict) }));
  const count = (wanted: Outcome): number =>
    cases.filter(({ outcome }) => outcome === wanted).length;
  const totals = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="echosounder gate" ${totals}>`,
    `  <testsuite name="${escapeHtml(result.run)}" ${totals}>`,
    ...cases.map(({ test, outcome }) => renderCase(test, outcome)),
    `    <system-out>${escapeHtml(describeVerdict(result))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function judge({ decision }: GateTest, isStrict: boolean): Outcome {
  if (decision === 'pass') return 'passed';
  return decision === 'regression' || isStrict ? 'failed' : 'skipped';
}

function renderCase(test: GateTest, outcome: Outcome): string {
  const open = `    <testcase classname="${escapeHtml(test.cell)}" name="${escapeHtml(nameMetric(test.metric))}">`;
  const told = escapeHtml(describeFigures(test));
  const inner = {
    passed: `<system-out>${told}</system-out>`,
    failed: `<failure type="${test.decision}" message="${told}"/>`,
    skipped: `<skipped message="${test.decision}: ${told}"/>`,
  };
  return `${open}${inner[outcome]}</testcase>`;
}
