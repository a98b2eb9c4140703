import Table from 'cli-table3';
import type { Compared } from '../../results/compared.ts';
import type { Difference } from '../../stats/comparability.ts';
import type { Comparison } from '../../stats/compare-runs.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { NO_BORDERS } from '../terminal/terminal-table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import {
  describeWord,
  explainReading,
  formatRatio,
  formatRatioInterval,
  listDifferences,
  listLeftOut,
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
    shown.length === 0 ? '' : drawTable(shown, paint),
    describeSame(comparison, all, width),
    describeReading(comparison, width, paint),
    describeLeftOut(comparison, width),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function describeDifferences(differences: readonly Difference[], width: number, paint: Paint) {
  if (differences.length === 0) return '';
  return [
    paint('yellow', 'The runs differ in more than their servers:'),
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

function drawTable(compared: readonly Compared[], paint: Paint): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: ['left', 'left', 'right', 'left', 'left'],
  });
  table.push(['cell', 'metric', 'head/base', 'interval', ''].map((title) => paint('dim', title)));
  let cell = '';
  for (const row of compared) {
    table.push([
      row.cell === cell ? '' : row.cell,
      row.metric,
      formatRatio(row.ratio),
      formatRatioInterval(row),
      paint(WORD_STYLES[row.word], describeWord(row)),
    ]);
    cell = row.cell;
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
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
