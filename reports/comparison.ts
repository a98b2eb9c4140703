import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Difference } from '../stats/comparability.ts';
import type { Compared, Comparison, Word } from '../stats/compare-runs.ts';
import { cleanStrings } from './clean-text.ts';
import { countOf, formatConfidence, NOTHING } from './format.ts';
import { type TerminalOptions, usableWidth } from './terminal.ts';
import { NO_BORDERS } from './terminal-table.ts';
import { wrapText } from './wrap-text.ts';

/** The two runs as the caller names them. */
export interface ComparedRuns {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
  /** Whether to list what is the same, too. */
  readonly all: boolean;
}

type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const WORD_STYLES = { better: 'green', worse: 'red', same: 'dim', unknown: 'yellow' } as const;
const WORDS: Readonly<Record<Word, string>> = {
  better: 'better',
  worse: 'worse',
  same: 'the same',
  unknown: 'cannot tell',
};

/** For a person at a terminal: what differs besides the servers first, then cell by cell. */
export function renderComparison(unsafe: ComparedRuns, options: TerminalOptions): string {
  const { base, head, comparison, all } = cleanStrings(unsafe);
  const shown = all
    ? comparison.compared
    : comparison.compared.filter(({ word }) => word !== 'same');
  const width = usableWidth(options);
  const paint: Paint = (style, text) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
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

/** Why the runs can't be compared, line by line; for an error as well as for a report. */
export function listDifferences(differences: readonly Difference[]): string[] {
  return differences.map(({ what, base, head, cost }) => `${what}: ${base} and ${head}: ${cost}`);
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
      formatInterval(row),
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

function describeReading({ compared, confidence }: Comparison, width: number, paint: Paint) {
  const claims = compared.filter(({ interval }) => interval !== null);
  if (claims.length === 0) {
    return wrapText(
      'Fewer than five complete trials on a side: ratios of medians, and no claim.',
      width,
    ).join('\n');
  }
  const byChance = (claims.length * (1 - confidence)).toFixed(1);
  const text = `Intervals hold the true ratio with ${formatConfidence(confidence)} or more, each for itself: of ${countOf(claims.length, 'comparison')} about ${byChance} may look different by chance alone. "The same" is within 5 % either way. Runs of different times also differ by what the machine did meanwhile: a gate measures both sides side by side.`;
  return wrapText(text, width)
    .map((line) => paint('dim', line))
    .join('\n');
}

function describeLeftOut({ leftOut, problems }: Comparison, width: number): string {
  const lines = [
    ...leftOut.map(({ cell, reason }) => `${cell}: not compared: ${reason}`),
    ...problems,
  ];
  return lines.flatMap((line) => wrapText(line, width, '  ')).join('\n');
}

function formatRatio(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 3 : 1);
}

function formatInterval({ interval }: Compared): string {
  return interval === null
    ? NOTHING
    : `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
}

function describeWord({ word, baseTrials, headTrials, interval }: Compared): string {
  if (interval !== null) return WORDS[word];
  return `${WORDS[word]}: ${baseTrials} and ${headTrials} trials`;
}
