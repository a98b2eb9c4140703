import type { GateMetric } from '../../results/gate-order.ts';
import type { GateTest } from '../../results/gate-result.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { foldTable } from '../page/fold-table.ts';
import { NOTHING } from '../text/format.ts';
import { firstWords, formatWorse, nameMetric } from './words.ts';

/** More cells than this are folded away: the verdict names the worst. */
const ROWS_OPEN = 24;

/** What was decided of every cell by every metric, at one look; the worst cell first. */
export function renderOverview(tests: readonly GateTest[], metrics: readonly GateMetric[]): string {
  const cells = Map.groupBy(tests, ({ cell }) => cell);
  const heads = metrics.map(
    (metric) =>
      `<th scope="col"><a href="#gate-${metric}">${escapeHtml(nameMetric(metric))}</a></th>`,
  );
  const rows = [...cells].map(([cell, own]) => {
    const marks = metrics.map((metric) => renderMark(own.find((test) => test.metric === metric)));
    return `<tr><th scope="row">${escapeHtml(cell)}</th>${marks.join('')}</tr>`;
  });
  const table = [
    '<div class="scroll" tabindex="0" role="group" aria-label="What was decided of each cell"><table class="matrix">',
    '<caption><span>How much worse head is than base; below zero is better. The intervals are further down.</span></caption>',
    `<thead><tr><th scope="col">cell</th>${heads.join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n');
  return `<section aria-labelledby="overview"><h2 id="overview">At a glance</h2>\n${foldTable(table, cells.size, ROWS_OPEN)}</section>`;
}

const KINDS = {
  regression: 'worse',
  pass: 'placed',
  inconclusive: 'unsound',
  open: 'unsound',
} as const;

function renderMark(test: GateTest | undefined): string {
  if (test === undefined) return `<td class="none">${NOTHING}</td>`;
  const { decision, estimate, reason } = test;
  const kind = decision === null ? 'no-claim' : KINDS[decision];
  const figure =
    estimate === null ? firstWords(reason) || 'nothing measured' : formatWorse(estimate);
  return `<td><b class="mark ${kind}">${escapeHtml(decision ?? 'advises')}</b><span class="detail">${escapeHtml(figure)}</span></td>`;
}
