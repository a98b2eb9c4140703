import type { GateMetric } from '../../results/gate-order.ts';
import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { code, escapeMarkdown } from '../text/escape-markdown.ts';
import { formatConfidence, NOTHING } from '../text/format.ts';
import { drawMarkdownTable, type MarkdownColumn } from '../text/markdown-table.ts';
import { explainVerdict } from './meaning.ts';
import { describeRefused } from './refused-pairs.ts';
import {
  describeMeasured,
  describeNoise,
  describeVerdict,
  dropUnmeasuredAdvice,
  formatBounds,
  formatFigure,
  formatWorse,
  listNotes,
  nameMetric,
  repeatCommand,
  replayCommand,
  sortByUrgency,
} from './words.ts';

const SIGNS = { pass: '✅', regression: '❌', inconclusive: '❔' } as const;
const COLUMNS: readonly MarkdownColumn[] = [
  'cell',
  'metric',
  { right: 'base' },
  { right: 'head' },
  { right: 'worse by' },
  { right: 'interval' },
  'decision',
  { right: 'pairs' },
];
/** GitHub shows no job summary of more than a MiB; what needs attention is among the first. */
const ROWS_MAX = 400;
const REFUSED_LINES_MAX = 50;

/** For pull requests and job summaries (GitHub Flavored Markdown): the verdict first. */
export function renderGateMarkdown(unsafe: GateResult): string {
  const result = cleanStrings(unsafe);
  const notes = listNotes(result).slice(0, ROWS_MAX);
  const sections = [
    `## ${SIGNS[result.verdict]} ${escapeMarkdown(describeVerdict(result))}`,
    escapeMarkdown(explainVerdict(result)),
    `${escapeMarkdown(describeMeasured(result))}.`,
    drawTable(result),
    notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
    listRefused(result),
    escapeMarkdown(describeNoise(result)),
    describeRepeating(result),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function drawTable({ tests, order }: GateResult): string {
  const rows = sortByUrgency(dropUnmeasuredAdvice(tests));
  const confidence = formatConfidence(1 - order.alpha / order.looksAtPairs.length);
  const left = rows.length - ROWS_MAX;
  return [
    drawMarkdownTable(COLUMNS, rows.slice(0, ROWS_MAX).map(listFields)),
    '',
    `Capacity is better when it is more, all else when it is less; "worse by" is positive for worse; each end of an interval holds with ${confidence}.${left > 0 ? ` ${left} more rows are in gate.json.` : ''}`,
  ].join('\n');
}

function listFields(test: GateTest): string[] {
  const { cell, metric, baseMedian, headMedian, estimate, low, high, decision } = test;
  return [
    escapeMarkdown(cell),
    nameMetric(metric),
    drawFigure(metric, baseMedian),
    drawFigure(metric, headMedian),
    estimate === null ? NOTHING : formatWorse(estimate),
    formatBounds(low, high),
    decision === null ? 'advises' : decision === 'pass' ? decision : `**${decision}**`,
    String(test.differences.length),
  ];
}

function drawFigure(metric: GateMetric, value: number | null): string {
  return value === null ? NOTHING : formatFigure(metric, value);
}

function listRefused(result: GateResult): string {
  const [title = '', ...lines] = describeRefused(result).slice(0, REFUSED_LINES_MAX);
  const items = lines.map((line) => `- ${escapeMarkdown(line.trimStart())}`);
  return [title, ...(items.length === 0 ? [] : ['', ...items])].join('\n');
}

function describeRepeating(result: GateResult): string {
  const { run } = result;
  const replay = `Find this verdict again from its trials: ${code(replayCommand(result))}, with the folder of run ${escapeMarkdown(run)}.`;
  const command = repeatCommand(result);
  return command === null ? replay : `Measure it again: ${code(command)}. ${replay}`;
}
