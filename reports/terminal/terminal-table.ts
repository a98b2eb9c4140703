import Table from 'cli-table3';
import type { ScenarioReport } from '../report.ts';
import { type Column, type ColumnId, chooseColumns, tabulate } from '../scenario-table.ts';
import type { Paint } from '../text/paint.ts';
import { shortenNames } from '../text/shorten-names.ts';
import { visibleWidth, wrapText } from '../text/wrap-text.ts';
import { listRows } from './terminal-list.ts';

interface Layout {
  readonly without: readonly ColumnId[];
  readonly spread: boolean;
  /** Whether rows apart show their figures, in parentheses. */
  readonly apart: boolean;
  readonly gap: number;
  /** Longest label; unbounded when absent. */
  readonly labelWidth?: number;
}

/** Columns that a narrow terminal gives up, one step after the other. */
const NARROW: readonly (readonly ColumnId[])[] = [
  ['note'],
  ['overtaken', 'doubled'],
  ['memory'],
  ['p999', 'medianP50'],
  ['cpu', 'firstP50'],
  ['p50'],
  ['late', 'served'],
  ['deliveries'],
];

/** What a narrower terminal gives up, one after the other. */
const LAYOUTS: readonly Layout[] = [
  { without: [], spread: true, apart: true, gap: 2 },
  { without: ['note'], spread: true, apart: true, gap: 2 },
  { without: ['note'], spread: true, apart: false, gap: 2 },
  ...NARROW.map((_, given) => ({
    without: NARROW.slice(0, given + 1).flat(),
    spread: false,
    apart: false,
    gap: 1,
  })),
];

/** Shorter, two labels could not be told apart. */
const LABEL_MIN = 12;

/** Beneath this width a table would have to give up what it is there for. */
const TABLE_MIN = 60;

/** The widest layout that fits, with the notes beneath it where they have no column. */
export function renderTable(scenario: ScenarioReport, width: number, paint: Paint): string {
  if (width < TABLE_MIN) return listRows(scenario, width, paint);
  let text = '';
  for (const layout of LAYOUTS) {
    text = renderLayout(scenario, width, paint, layout);
    if (widest(text) <= width) return text;
  }
  const narrowest = LAYOUTS.at(-1);
  const longest = Math.max(0, ...scenario.cells.map((cell) => visibleWidth(cell.label)));
  const labelWidth = Math.max(LABEL_MIN, longest - (widest(text) - width));
  if (narrowest === undefined) return text;
  return renderLayout(scenario, width, paint, { ...narrowest, labelWidth });
}

function renderLayout(
  scenario: ScenarioReport,
  width: number,
  paint: Paint,
  layout: Layout,
): string {
  const columns = chooseColumns(scenario).filter((column) => !layout.without.includes(column.id));
  const table = drawTable(scenario, columns, layout, paint);
  return layout.without.includes('note') ? table + drawNotes(scenario, width, paint) : table;
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(visibleWidth));
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
  const rows = tabulate(scenario, layout);
  const names = shortenNames(
    rows.map(({ texts }) => texts.label),
    layout.labelWidth ?? Number.POSITIVE_INFINITY,
  );
  for (const row of rows) {
    table.push(
      columns.map(({ id }) => {
        const text = id === 'label' ? (names.get(row.texts.label) ?? '') : row.texts[id];
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

export const NO_BORDERS = {
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
