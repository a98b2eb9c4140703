import type { TrialResult } from '../../results/trial-result.ts';
import { escapeHtml } from '../page/escape-html.ts';
import type { Report } from '../report.ts';

/** For CI systems: a suite per scenario, a case per trial; whatever the server did wrong failed. */
export function renderJunit(report: Report): string {
  const suites = [...Map.groupBy(report.trials, (result) => result.trial.scenario)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeHtml(report.header.name)}"${totals(report.trials)}>`,
    ...suites.map(([name, trials]) => renderSuite(name, trials)),
    '</testsuites>',
    '',
  ].join('\n');
}

function renderSuite(name: string, trials: readonly TrialResult[]): string {
  return [
    `  <testsuite name="${escapeHtml(name)}"${totals(trials)}>`,
    ...trials.map(renderCase),
    '  </testsuite>',
  ].join('\n');
}

function renderCase(result: TrialResult): string {
  const { trial, status, reasons } = result;
  const name = `${trial.cell} repetition ${trial.repetition + 1}`;
  const open = `    <testcase classname="${escapeHtml(trial.scenario)}" name="${escapeHtml(name)}" time="${(result.measuredNs / 1e9).toFixed(3)}"`;
  const reason = escapeHtml(reasons.join('; '));
  switch (status) {
    case 'complete':
      return `${open}/>`;
    case 'interrupted':
    // The host's or the load's fault, and run again where it could be: no failure of the server.
    case 'invalid':
      return `${open}><skipped message="${reason}"/></testcase>`;
    default:
      return `${open}><failure type="${status}" message="${reason}"/></testcase>`;
  }
}

function totals(trials: readonly TrialResult[]): string {
  const isSkipped = ({ status }: TrialResult) => status === 'interrupted' || status === 'invalid';
  const skipped = trials.filter(isSkipped).length;
  const complete = trials.filter((result) => result.status === 'complete').length;
  const failures = trials.length - complete - skipped;
  return ` tests="${trials.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}
