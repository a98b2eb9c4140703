import type { BaselineResult } from '../../results/baseline-result.ts';
import type { Compared } from '../../results/compared.ts';
import { describeWord, formatRatio, formatRatioInterval } from '../comparison/words.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { code, escapeMarkdown } from '../text/escape-markdown.ts';
import { listSome } from '../text/format.ts';
import { drawMarkdownTable } from '../text/markdown-table.ts';
import { describeVerdict, isSuspect, MEANING } from './words.ts';

const SIGNS = { 'within-range': '✅', suspect: '⚠️', 'not-comparable': '❔' } as const;
/** GitHub shows no job summary of more than a MiB; what is suspect is among the first. */
const ROWS_MAX = 400;
const REASONS_MAX = 50;

/** For pull requests and job summaries: the verdict, what it does not say, and every figure. */
export function renderBaselineMarkdown(unsafe: BaselineResult): string {
  const result = cleanStrings(unsafe);
  const { verdict, reasons, command } = result;
  const sections = [
    `## ${SIGNS[verdict]} ${escapeMarkdown(describeVerdict(result))}`,
    escapeMarkdown(MEANING[verdict]),
    listSome(
      reasons.map((reason) => `- ${escapeMarkdown(reason)}`),
      REASONS_MAX,
      '\n',
    ),
    drawTable(result),
    `Measure it again: ${code(command)}.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function drawTable(result: BaselineResult): string {
  if (result.compared.length === 0) return '';
  const rows = result.compared.toSorted(
    (a, b) => Number(isSuspect(result, b)) - Number(isSuspect(result, a)),
  );
  const table = drawMarkdownTable(
    ['cell', 'metric', { right: 'now / then' }, { right: 'interval' }, 'word'],
    rows.slice(0, ROWS_MAX).map((row) => listFields(row, isSuspect(result, row))),
  );
  const left = rows.length - ROWS_MAX;
  return left > 0 ? `${table}\n\n${left} more rows are in the JSON.` : table;
}

function listFields(row: Compared, suspect: boolean): string[] {
  return [
    escapeMarkdown(row.cell),
    row.metric,
    formatRatio(row.ratio),
    formatRatioInterval(row),
    suspect ? '**suspect**' : describeWord(row),
  ];
}
