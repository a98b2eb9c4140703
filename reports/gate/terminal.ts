import Table from 'cli-table3';
import type { GateCellResult, GateResult, GateTest } from '../../results/gate-result.ts';
import { chooseScale, drawForestLine, type ForestScale } from '../forest-line.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { NO_BORDERS } from '../terminal/terminal-table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatConfidence, formatRate, NOTHING } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import { explainVerdict } from './meaning.ts';
import { describeRefused } from './refused-pairs.ts';
import {
  describeMeasured,
  describeNoise,
  describeVerdict,
  formatFigure,
  formatWorse,
  listNotes,
  nameMetric,
} from './words.ts';

const VERDICT_STYLES = { pass: 'green', regression: 'red', inconclusive: 'yellow' } as const;
/** What the other columns take; the plot has the rest. */
const OTHER_COLUMNS = 78;
const PLOT_MIN = 17;

/** For a person at a terminal: the verdict first, then a line per test, then what weakens it. */
export function renderGate(unsafe: GateResult, options: TerminalOptions): string {
  const result = cleanStrings(unsafe);
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const sections = [
    [
      ...wrapText(describeVerdict(result), width, '  ').map((line) =>
        paint(VERDICT_STYLES[result.verdict], line),
      ),
      ...wrapText(explainVerdict(result), width),
    ].join('\n'),
    wrapText(`${describeMeasured(result)}.`, width).join('\n'),
    drawTests(result, width, paint),
    describeNotes(result, width),
    describeRefused(result)
      .flatMap((line) => wrapText(line, width, '    '))
      .join('\n'),
    describeReading(result, width, paint),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function drawTests(result: GateResult, width: number, paint: Paint): string {
  // What only advises may leave the scale of what decides.
  const rows = result.tests.filter(({ decision }) => decision !== null).map(toRow);
  const scale = chooseScale(rows, Math.max(PLOT_MIN, width - OTHER_COLUMNS));
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: ['left', 'right', 'right', 'right', 'left', 'left'],
  });
  const titles = ['', 'base', 'head', 'worse by', markTitle(scale), ''];
  table.push(titles.map((title) => paint('dim', title)));
  for (const cell of result.cells) {
    table.push([{ colSpan: 6, content: paint('bold', describeCell(cell)) }]);
    for (const test of result.tests.filter((each) => each.cell === cell.name)) {
      table.push(drawTest(test, scale, paint));
    }
  }
  return trimLines(table.toString());
}

function describeCell({ name, offeredRatePerSec, pairs }: GateCellResult): string {
  const rate = offeredRatePerSec === null ? '' : ` at ${formatRate(offeredRatePerSec)} offered`;
  return `${name}${rate}, ${countOf(pairs, 'pair')}`;
}

function drawTest(test: GateTest, scale: ForestScale, paint: Paint): string[] {
  const { metric, baseMedian, headMedian, estimate, decision } = test;
  const figure = (value: number | null): string =>
    value === null ? NOTHING : formatFigure(metric, value);
  const style = decision === 'regression' ? 'red' : decision === 'pass' ? 'green' : 'yellow';
  return [
    `  ${nameMetric(metric)}`,
    figure(baseMedian),
    figure(headMedian),
    estimate === null ? NOTHING : formatWorse(estimate),
    drawForestLine(toRow(test), scale),
    decision === null ? paint('dim', 'advises') : paint(style, decision),
  ];
}

function toRow({ estimate, low, high, budget }: GateTest) {
  return {
    estimate,
    low,
    high,
    marks: [Math.log(budget.worseBy), Math.log(budget.passBelow)],
  };
}

/** The ends of the plot, and its zero. */
function markTitle({ from, to, width }: ForestScale): string {
  const zero = Math.round((-from / (to - from)) * (width - 1));
  const left = formatWorse(from).replace('.0', '');
  const right = formatWorse(to).replace('.0', '');
  const before = left.padEnd(zero).slice(0, zero);
  return `${before}0${right.padStart(width - zero - 1)}`;
}

function describeNotes(result: GateResult, width: number): string {
  return listNotes(result)
    .flatMap((line) => wrapText(line, width, '  '))
    .join('\n');
}

function describeReading(result: GateResult, width: number, paint: Paint): string {
  if (result.tests.every(({ estimate }) => estimate === null)) return '';
  const { alpha, looksAtPairs } = result.order;
  const confidence = formatConfidence(1 - alpha / looksAtPairs.length);
  const text = `base, head: medians; k/s: thousands of messages per second. Capacity is better when it is more, all else when it is less; "worse by" is positive for worse. ● is the estimate, the line how far off it may be (each end holds with ${confidence} confidence), ┊ where a regression begins and where a pass ends. ${describeNoise(result)}`;
  return wrapText(text, width)
    .map((line) => paint('dim', line))
    .join('\n');
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
