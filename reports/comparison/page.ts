import type { Word } from '../../results/compared.ts';
import type { RunHeader } from '../../results/run-header.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { renderFrame } from '../page/frame.ts';
import { renderMachine, renderSelftest } from '../page/machine.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, listSome } from '../text/format.ts';
import { renderMetrics } from './page-metrics.ts';
import { renderLines, renderRuns } from './page-runs.ts';
import { describePrecision } from './precision.ts';
import type { ComparedRuns } from './terminal.ts';
import {
  countWords,
  explainReading,
  formatRatio,
  formatRatioInterval,
  listDifferences,
  listLeftOut,
  nameComparison,
  WORDS,
} from './words.ts';

export interface ComparedPage extends Pick<ComparedRuns, 'base' | 'head' | 'comparison'> {
  readonly headers: { readonly base: RunHeader; readonly head: RunHeader };
}

/** Two runs as one file that opens offline: what came out, a plot for each metric, the conditions. */
export function renderComparisonPage(unsafe: ComparedPage): string {
  const { base, head, comparison, headers } = cleanStrings(unsafe);
  return renderFrame({
    title: `${head} beside ${base}`,
    header: [
      `<h1>${escapeHtml(head)} beside ${escapeHtml(base)}</h1>`,
      `<p class="answer">${escapeHtml(summarize(comparison.compared))}</p>`,
      ...(['worse', 'better'] as const).map((word) => nameRows(comparison.compared, word)),
      `<p>${escapeHtml(explainReading(comparison))}</p>`,
      describeConditions(comparison),
    ],
    main: [
      renderMetrics(comparison.compared),
      '<h2 id="trust">Can I trust it?</h2>',
      renderLines('Left out', listLeftOut(comparison), 'Nothing: both runs have every cell.'),
      `<h3>Noise floor</h3>\n<p>${escapeHtml(describePrecision(comparison.compared))}</p>`,
      renderRuns(headers.base, headers.head),
      renderSelftest(headers.head),
      renderMachine(headers.head),
      `<h3>Repeat it</h3>\n<pre tabindex="0">${escapeHtml(nameComparison(base, head, comparison.differences.length > 0))}</pre>`,
    ],
    footer: `Echosounder ${headers.head.environment.echosounder}`,
  });
}

function summarize(compared: ComparedRuns['comparison']['compared']): string {
  if (compared.length === 0) return 'There is nothing that both runs have.';
  const cells = new Set(compared.map(({ cell }) => cell)).size;
  return `Of ${countOf(compared.length, 'figure')} of ${countOf(cells, 'cell')}: ${countWords(compared)}.`;
}

const ROWS_NAMED_MAX = 5;

function nameRows(compared: ComparedRuns['comparison']['compared'], word: Word): string {
  const rows = compared.filter((row) => row.word === word);
  if (rows.length === 0) return '';
  const named = rows.map(
    (row) => `${row.cell}, ${row.metric}: ${formatRatio(row.ratio)} (${formatRatioInterval(row)})`,
  );
  return `<p>${escapeHtml(`${WORDS[word]}: ${listSome(named, ROWS_NAMED_MAX, '; ')}`)}</p>`;
}

function describeConditions({ differences }: ComparedRuns['comparison']): string {
  if (differences.length === 0) return '';
  const lines = listDifferences(differences).map((line) => `<p>${escapeHtml(line)}</p>`);
  return `<div class="warning"><p><strong>The runs differ in more than their servers</strong></p>${lines.join('\n')}</div>`;
}
