import type { Difference } from '../../stats/comparability.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { renderFrame } from '../page/frame.ts';
import { left, renderTable, wrapped } from '../page/table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import type { ComparedPage } from './page.ts';
import { renderRuns } from './page-runs.ts';
import { nameComparison, REFUSAL, REMEDY } from './words.ts';

/**
 * The page of two runs that were not compared: what differs, why that matters, and how to compare
 * them all the same. It has no ratio, because any would be taken for an answer.
 */
export function renderRefusalPage(unsafe: ComparedPage): string {
  const { base, head, comparison, headers } = cleanStrings(unsafe);
  return renderFrame({
    title: `Not compared: ${head} beside ${base}`,
    header: [
      `<h1>${escapeHtml(head)} beside ${escapeHtml(base)}</h1>`,
      `<p class="answer">Not compared: they ${escapeHtml(REFUSAL)}.</p>`,
      `<p>${escapeHtml(REMEDY)}</p>`,
      `<pre tabindex="0">${escapeHtml(nameComparison(base, head, true))}</pre>`,
    ],
    main: [
      '<h2>What differs</h2>',
      renderDifferences(comparison.differences),
      renderRuns(headers.base, headers.head),
    ],
    footer: `Echosounder ${headers.head.environment.echosounder}`,
  });
}

function renderDifferences(differences: readonly Difference[]): string {
  return renderTable(
    'Each of these alone can move the figures, whatever the servers do.',
    [left('what'), wrapped('base'), wrapped('head'), wrapped('why it matters')],
    differences.map(({ what, base, head, cost }) => ({ cells: [what, base, head, cost] })),
  );
}
