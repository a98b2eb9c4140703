import type { Report } from '../report.ts';
import { countOf, listSome } from '../text/format.ts';
import { groupExcluded } from '../words/group-excluded.ts';
import { escapeHtml } from './escape-html.ts';
import { left, renderTable, wrapped } from './table.ts';

/** What speaks against the figures: warnings of trials that count, and what does not count. */

export function renderWarnings(report: Report): string {
  if (report.warnings.length === 0) {
    return '<h3 id="warnings">Warnings</h3><p>None: no trial raised one.</p>';
  }
  const items = report.warnings.map(
    (warning) =>
      `<div class="warning"><p><strong>${escapeHtml(warning.code)}</strong> in ${countOf(warning.trials, 'trial')} of ${escapeHtml(listSome(warning.cells, 5))}: ${escapeHtml(warning.example)}</p><p>${escapeHtml(warning.advice)}</p></div>`,
  );
  return `<h3 id="warnings">Warnings</h3>\n${items.join('\n')}`;
}

export function renderLeftOut(report: Report): string {
  const rows = [
    ...groupExcluded(report.excluded).map((group) => [
      group.cell,
      `${countOf(group.trials.length, 'trial')} ${group.status}`,
      group.reason,
    ]),
    ...report.header.leftOut.map((each) => [each.cell, 'not run', each.reason]),
    ...report.missing.map((cell) => [cell, 'no trial recorded', 'the run ended before its turn']),
    ...report.problems.map((each) => [
      each.line === null ? each.file : `${each.file}, line ${each.line}`,
      'not read',
      each.message,
    ]),
  ];
  if (rows.length === 0)
    return '<h3 id="left-out">Left out</h3><p>Nothing: every trial is complete.</p>';
  return `<h3 id="left-out">Left out</h3>\n${renderTable(
    'Counted in no number on this page. Trials that went wrong are drawn as crosses, and nowhere else.',
    [left('cell'), left('what'), wrapped('why')],
    rows.map((cells) => ({ cells })),
  )}`;
}
