import { escapeHtml } from '../page/escape-html.ts';

export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What kind of failure it is. */
  readonly type: string;
  readonly message: string;
}

/** One suite as a file for CI systems; `told` is what it says as a whole. */
export function renderJunitSuite(
  suite: { readonly name: string; readonly run: string; readonly told: string },
  cases: readonly JunitCase[],
): string {
  const count = (wanted: JunitCase['outcome']): number =>
    cases.filter(({ outcome }) => outcome === wanted).length;
  const totals = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeHtml(suite.name)}" ${totals}>`,
    `  <testsuite name="${escapeHtml(suite.run)}" ${totals}>`,
    ...cases.map(renderCase),
    `    <system-out>${escapeHtml(suite.told)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function renderCase({ classname, name, outcome, type, message }: JunitCase): string {
  const open = `    <testcase classname="${escapeHtml(classname)}" name="${escapeHtml(name)}">`;
  const told = escapeHtml(message);
  const inner = {
    passed: `<system-out>${told}</system-out>`,
    failed: `<failure type="${escapeHtml(type)}" message="${told}"/>`,
    skipped: `<skipped message="${escapeHtml(type)}: ${told}"/>`,
  };
  return `${open}${inner[outcome]}</testcase>`;
}
