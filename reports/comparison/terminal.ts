import Table from 'cli-table3';
import type { Compared } from '../../results/compared.ts';
import type { Difference } from '../../stats/comparability.ts';
import type { Comparison } from '../../stats/compare-runs.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { NO_BORDERS } from '../terminal/terminal-table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { visibleWidth, wrapText } from '../text/wrap-text.ts';
import {
  describeWord,
  explainReading,
  formatRatio,
  formatRatioInterval,
  listDifferences,
  listLeftOut,
  WORDS,
} from './words.ts';

/** The two runs as the caller names them. */
export interface ComparedRuns {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
  /** Whether to list what is the same, too. */
  readonly all: boolean;
}

const WORD_STYLES = { better: 'green', worse: 'red', same: 'dim', unknown: 'yellow' } as const;

/** For a person at a terminal: what differs besides the servers first, then cell by cell. */
export function renderComparison(unsafe: ComparedRuns, options: TerminalOptions): string {
  const { base, head, comparison, all } = cleanStrings(unsafe);
  const shown = all
    ? comparison.compared
    : comparison.compared.filter(({ word }) => word !== 'same');
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const sections = [
    wrapText(`${base} (base) and ${head} (head)`, width).join('\n'),
    describeDifferences(comparison.differences, width, paint),
    shown.length === 0 ? '' : drawTable(shown, width, paint),
    describeSame(comparison, all, width),
    describeReading(comparison, width, paint),
    describeLeftOut(comparison, width),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function describeDifferences(differences: readonly Difference[], width: number, paint: Paint) {
  if (differences.length === 0) return '';
  return [
    ...wrapText('The runs differ in more than their servers:', width).map((line) =>
      paint('yellow', line),
    ),
    ...listDifferences(differences).flatMap((line) => wrapText(line, width, '  ')),
  ].join('\n');
}

function describeSame({ compared }: Comparison, all: boolean, width: number): string {
  if (compared.length === 0) return 'There is nothing that both runs have.';
  const same = compared.filter(({ word }) => word === 'same');
  if (all || same.length === 0) return '';
  const cells = new Set(same.map(({ cell }) => cell)).size;
  const text = `${countOf(same.length, 'figure')} of ${countOf(cells, 'cell')} stayed the same within 5 % (--all lists them).`;
  return wrapText(text, width).join('\n');
}

interface Column {
  readonly title: string;
  readonly right: boolean;
  readonly show: (row: Compared) => string;
}

/** A row for each metric of a cell, beside its name; beneath it where the terminal is narrow. */
function drawTable(compared: readonly Compared[], width: number, paint: Paint): string {
  const { cell, metric, ratio, interval, word, short } = listColumns(compared, paint);
  const beside = tabulate([cell, metric, ratio, interval, word], compared, paint);
  if (isWithin(beside, width)) return beside.join('\n');
  const wide = tabulate([metric, ratio, interval, word], compared, paint, 2);
  const [titles = '', ...lines] = isWithin(wide, width)
    ? wide
    : tabulate([metric, ratio, short], compared, paint, 1);
  const rows = compared.flatMap((row, index) => [
    ...(row.cell === compared[index - 1]?.cell ? [] : wrapText(row.cell, width, '  ')),
    lines[index] ?? '',
  ]);
  return [titles, ...rows].join('\n');
}

function listColumns(compared: readonly Compared[], paint: Paint) {
  const first = new Set(
    [...Map.groupBy(compared, ({ cell }) => cell).values()].map(([row]) => row),
  );
  const column = (title: string, right: boolean, show: Column['show']): Column => ({
    title,
    right,
    show,
  });
  return {
    cell: column('cell', false, (row) => (first.has(row) ? row.cell : '')),
    metric: column('metric', false, (row) => row.metric),
    ratio: column('head/base', true, (row) => formatRatio(row.ratio)),
    interval: column('interval', false, formatRatioInterval),
    word: column('', false, (row) => paint(WORD_STYLES[row.word], describeWord(row))),
    short: column('', false, (row) => paint(WORD_STYLES[row.word], WORDS[row.word])),
  };
}

/** `indent`: blanks before a line under the name of a cell, and as many between its columns. */
function tabulate(
  columns: readonly Column[],
  rows: readonly Compared[],
  paint: Paint,
  indent = 0,
): string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': indent || 2 },
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
  });
  table.push(columns.map(({ title }) => paint('dim', title)));
  table.push(...rows.map((row) => columns.map(({ show }) => show(row))));
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd());
}

function isWithin(lines: readonly string[], width: number): boolean {
  return lines.every((line) => visibleWidth(line) <= width);
}

function describeReading(comparison: Comparison, width: number, paint: Paint) {
  const isClaim = comparison.compared.some(({ interval }) => interval !== null);
  return wrapText(explainReading(comparison), width)
    .map((line) => (isClaim ? paint('dim', line) : line))
    .join('\n');
}

function describeLeftOut(comparison: Comparison, width: number): string {
  return listLeftOut(comparison)
    .flatMap((line) => wrapText(line, width, '  '))
    .join('\n');
}
