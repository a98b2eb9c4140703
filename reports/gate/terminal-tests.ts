import Table from 'cli-table3';
import type { GateCellResult, GateResult, GateTest } from '../../results/gate-result.ts';
import { chooseScale, drawForestLine, type ForestScale } from '../forest-line.ts';
import { NO_BORDERS } from '../terminal/terminal-table.ts';
import { countOf, formatRate, NOTHING } from '../text/format.ts';
import type { Paint } from '../text/paint.ts';
import { visibleWidth, wrapText } from '../text/wrap-text.ts';
import { dropUnmeasuredAdvice, formatFigure, formatWorse, nameMetric } from './words.ts';

/** What the other columns take; the plot has the rest. */
const OTHER_COLUMNS = 78;
const PLOT_MIN = 17;

interface Column {
  readonly title: string;
  readonly right: boolean;
  readonly show: (test: GateTest) => string;
}

/** Cell by cell, a line for each metric: with as many columns as the terminal has room for. */
export function drawTests(result: GateResult, width: number, paint: Paint): string {
  const { plot, sides, rest } = listColumns(result, width, paint);
  const [metric, worseBy, decision] = rest;
  const layouts = [
    [metric, ...sides, worseBy, plot, decision],
    [metric, ...sides, worseBy, decision],
    [metric, worseBy, decision],
  ];
  const tests = result.cells.flatMap(({ name }) => testsOf(result, name));
  const tables = layouts.map((columns) =>
    tabulate(columns, tests, paint, columns.length > 3 ? 2 : 1),
  );
  const fitting = tables.find((lines) => Math.max(...lines.map(visibleWidth)) <= width);
  const [titles = '', ...lines] = fitting ?? tables.at(-1) ?? [];
  return [titles, ...underCells(result, lines, width, paint)].join('\n');
}

function listColumns(result: GateResult, width: number, paint: Paint) {
  // What only advises may leave the scale of what decides.
  const rows = result.tests.filter(({ decision }) => decision !== null).map(toRow);
  const scale = chooseScale(rows, Math.max(PLOT_MIN, width - OTHER_COLUMNS));
  const figure = (metric: GateTest['metric'], value: number | null): string =>
    value === null ? NOTHING : formatFigure(metric, value);
  const column = (title: string, right: boolean, show: Column['show']): Column => ({
    title,
    right,
    show,
  });
  return {
    plot: column(markTitle(scale), false, (test) => drawForestLine(toRow(test), scale)),
    sides: [
      column('base', true, ({ metric, baseMedian }) => figure(metric, baseMedian)),
      column('head', true, ({ metric, headMedian }) => figure(metric, headMedian)),
    ],
    rest: [
      column('', false, ({ metric }) => nameMetric(metric)),
      column('worse by', true, ({ estimate }) =>
        estimate === null ? NOTHING : formatWorse(estimate),
      ),
      column('', false, ({ decision }) => paintDecision(decision, paint)),
    ],
  } as const;
}

function paintDecision(decision: GateTest['decision'], paint: Paint): string {
  if (decision === null) return paint('dim', 'advises');
  const style = decision === 'regression' ? 'red' : decision === 'pass' ? 'green' : 'yellow';
  return paint(style, decision);
}

/** `gap`: blanks between columns, and before each line. */
function tabulate(
  columns: readonly Column[],
  tests: readonly GateTest[],
  paint: Paint,
  gap: number,
): string[] {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
  });
  table.push(columns.map(({ title }) => paint('dim', title)));
  table.push(...tests.map((test) => columns.map(({ show }) => show(test))));
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(gap)}${line}`.trimEnd());
}

/** The lines of each cell under its name. */
function underCells(
  result: GateResult,
  lines: readonly string[],
  width: number,
  paint: Paint,
): readonly string[] {
  let done = 0;
  return result.cells.flatMap((cell) => {
    const from = done;
    done += testsOf(result, cell.name).length;
    const heading = wrapText(describeCell(cell), width, '  ').map((line) => paint('bold', line));
    return [...heading, ...lines.slice(from, done)];
  });
}

function testsOf({ tests }: GateResult, name: string): readonly GateTest[] {
  return dropUnmeasuredAdvice(tests).filter(({ cell }) => cell === name);
}

function describeCell({ name, offeredRatePerSec, pairs }: GateCellResult): string {
  const rate = offeredRatePerSec === null ? '' : ` at ${formatRate(offeredRatePerSec)} offered`;
  return `${name}${rate}, ${countOf(pairs, 'pair')}`;
}

function toRow({ estimate, low, high, budget }: GateTest) {
  return {
    estimate,
    low,
    high,
    marks: [Math.log(budget.worseBy), Math.log(budget.passBelow)],
  };
}

/** The ends of the plot, where they have room, and its zero. */
function markTitle({ from, to, width }: ForestScale): string {
  const zero = Math.round((-from / (to - from)) * (width - 1));
  const left = formatWorse(from).replace('.0', '');
  const right = formatWorse(to).replace('.0', '');
  const before = left.length < zero ? left : '';
  const after = right.length < width - zero - 1 ? right : '';
  return `${before.padEnd(zero)}0${after.padStart(width - zero - 1)}`;
}
