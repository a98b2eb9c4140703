import { styleText } from 'node:util';
import Table from 'cli-table3';
import { describeAnswer } from './answer.ts';
import { cleanStrings } from './clean-text.ts';
import { countOf, formatConfidence, listSome } from './format.ts';
import { groupExcluded } from './group-excluded.ts';
import type { Report, ScenarioReport } from './report.ts';
import { type Column, type ColumnId, chooseColumns, tabulate } from './scenario-table.ts';
import { visibleWidth, wrapText } from './wrap-text.ts';

export interface TerminalOptions {
  /** Whether to colour: the caller knows the stream and NO_COLOR. */
  readonly color: boolean;
  /** Columns of the terminal; 80 to 120 are used. */
  readonly width: number;
}

type Paint = (style: 'bold' | 'dim' | 'yellow' | 'green', text: string) => string;

/** Tables that a person can read without a manual, doubts and what was left out beneath them. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const { trials: _, ...rest } = report;
  const clean = { ...cleanStrings(rest), trials: [] };
  const width = Math.min(120, Math.max(80, Math.floor(options.width)));
  const paint: Paint = (style, text) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const sections = [
    ...clean.scenarios.map((scenario) => renderScenario(scenario, width, paint)),
    renderReadingAid(clean, width, paint),
    renderWarnings(clean, width, paint),
    renderLeftOut(clean, width, paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderScenario(scenario: ScenarioReport, width: number, paint: Paint): string {
  const lines = [paint('bold', scenario.name)];
  if (scenario.question !== '') lines.push(...wrapText(scenario.question, width));
  for (const ranking of scenario.rankings) {
    const answer = wrapText(`→ ${describeAnswer(ranking)}`, width, '  ');
    lines.push(...answer.map((line) => paint('green', line)));
  }
  return [...lines, '', renderTable(scenario, width, paint)].join('\n');
}

interface Layout {
  readonly without: readonly ColumnId[];
  readonly spread: boolean;
  /** Whether rows apart show their figures, in parentheses. */
  readonly apart: boolean;
  readonly gap: number;
}

/** What a narrower terminal gives up, one after the other. */
const LAYOUTS: readonly Layout[] = [
  { without: [], spread: true, apart: true, gap: 2 },
  { without: ['note'], spread: true, apart: true, gap: 2 },
  { without: ['note'], spread: true, apart: false, gap: 2 },
  { without: ['note'], spread: false, apart: false, gap: 1 },
  { without: ['note', 'memory'], spread: false, apart: false, gap: 1 },
  { without: ['note', 'memory', 'cpu'], spread: false, apart: false, gap: 1 },
  { without: ['note', 'memory', 'cpu', 'p999'], spread: false, apart: false, gap: 1 },
];

function renderTable(scenario: ScenarioReport, width: number, paint: Paint): string {
  let text = '';
  for (const layout of LAYOUTS) {
    const columns = chooseColumns(scenario).filter((column) => !layout.without.includes(column.id));
    text = drawTable(scenario, columns, layout, paint);
    if (layout.without.includes('note')) text += drawNotes(scenario, width, paint);
    if (text.split('\n').every((line) => visibleWidth(line) <= width)) break;
  }
  return text;
}

function drawTable(
  scenario: ScenarioReport,
  columns: readonly Column[],
  layout: Layout,
  paint: Paint,
): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': layout.gap },
    colAligns: columns.map((column) => (column.right ? 'right' : 'left')),
  });
  table.push(columns.map((column) => paint('dim', column.title)));
  for (const row of tabulate(scenario, layout)) {
    table.push(
      columns.map(({ id }) => {
        const text = row.texts[id];
        if (id === 'note') return paint('yellow', text);
        return row.apart ? paint('dim', text) : text;
      }),
    );
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function drawNotes(scenario: ScenarioReport, width: number, paint: Paint): string {
  const notes = tabulate(scenario, { spread: false, apart: false })
    .filter((row) => row.texts.note !== '')
    .flatMap((row) => {
      const offered = row.texts.offered === '' ? '' : ` at ${row.texts.offered}/s`;
      return wrapText(`${row.texts.label}${offered}: ${row.texts.note}`, width, '  ');
    });
  if (notes.length === 0) return '';
  return `\n\n${notes.map((line) => paint('yellow', line)).join('\n')}`;
}

function renderReadingAid(report: Report, width: number, paint: Paint): string {
  const confidences = report.scenarios
    .flatMap((scenario) => scenario.cells)
    .map((cell) => cell.metrics.throughputPerSec?.interval?.confidence)
    .filter((confidence) => confidence !== undefined);
  const lines = [
    'Medians over the complete trials; times are response times. In parentheses: figures of the few that were served, not to be compared with the others.',
    confidences.length === 0
      ? 'Fewer than five trials a cell: no intervals, and no claim about who is faster.'
      : `±: an interval for the median that holds it with ${formatConfidence(Math.min(...confidences))} or more. 2=: shares second place, because the intervals overlap.`,
  ];
  return lines
    .flatMap((line) => wrapText(line, width))
    .map((line) => paint('dim', line))
    .join('\n');
}

function renderWarnings(report: Report, width: number, paint: Paint): string {
  if (report.warnings.length === 0) return '';
  const lines = report.warnings.flatMap((warning) => [
    ...wrapText(
      `${warning.code} (${countOf(warning.trials, 'trial')}: ${listSome(warning.cells, 3)}): ${warning.example}`,
      width,
      '  ',
    ).map((line) => paint('yellow', line)),
    ...wrapText(`→ ${warning.advice}`, width - 2, '  ').map((line) => `  ${line}`),
  ]);
  return [paint('bold', 'Warnings'), ...lines].join('\n');
}

function renderLeftOut(report: Report, width: number, paint: Paint): string {
  const lines = [
    ...groupExcluded(report.excluded).map(
      (group) =>
        `${group.cell}: ${countOf(group.trials.length, 'trial')} ${group.status}: ${group.reason}`,
    ),
    ...report.header.leftOut.map((each) => `${each.cell}: not run: ${each.reason}`),
    ...report.missing.map((cell) => `${cell}: no trial was recorded`),
    ...report.problems.map(
      (each) => `${each.file}${each.line === null ? '' : ` line ${each.line}`}: ${each.message}`,
    ),
  ];
  if (lines.length === 0) return '';
  return [
    paint('bold', 'Left out of every figure above'),
    ...lines.flatMap((line) => wrapText(line, width, '  ')),
  ].join('\n');
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
