import Table from 'cli-table3';
import type { Selftest, SelftestCheck } from '../../results/selftest.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatTime } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { visibleWidth, wrapText } from '../text/wrap-text.ts';
import { describeErrorBudget } from '../words/describe-selftest.ts';
import { type TerminalOptions, usableWidth } from './terminal.ts';
import { NO_BORDERS } from './terminal-table.ts';

type Row = SelftestCheck['rows'][number];

const VERDICT_STYLES = { pass: 'green', fail: 'red', 'cannot-tell': 'yellow' } as const;
/** The reason beneath the table has the whole of it. */
const CELL_MAX = 20;

/** Whether every check was run, or only those that were asked for. */
export type SelftestExtent = 'whole' | 'part';

/** What is true beside what was measured, and what follows from it. */
export function renderSelftest(
  unsafe: Selftest,
  options: TerminalOptions,
  extent: SelftestExtent = 'whole',
): string {
  const selftest = cleanStrings(unsafe);
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const table = drawTable(selftest, paint);
  const fits = table.split('\n').every((line) => visibleWidth(line) <= width);
  return [
    fits ? table : listFigures(selftest, width, paint),
    '',
    ...describeReasons(selftest).flatMap((line) => wrapText(line, width, '  ')),
    ...wrapText(describeVerdict(selftest, extent), width, '  ').map((line) =>
      paint(VERDICT_STYLES[selftest.verdict], line),
    ),
  ].join('\n');
}

function drawTable({ checks }: Selftest, paint: Paint): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
  });
  const titles = ['check', 'figure', 'true', 'measured', 'allowed', 'verdict'];
  table.push(titles.map((title) => paint('dim', title)));
  for (const check of checks) {
    const verdict = paint(VERDICT_STYLES[check.verdict], check.verdict);
    if (check.rows.length === 0) table.push([check.name, '', '', '', '', verdict]);
    for (const [index, row] of check.rows.entries()) {
      const { what, expected, allowed } = row;
      const name = index === 0 ? check.name : '';
      const judged = index === 0 ? verdict : describeRow(row);
      table.push([name, what, expected, shorten(row.measured), allowed, judged]);
    }
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The same for a terminal that has no room for columns. */
function listFigures({ checks }: Selftest, width: number, paint: Paint): string {
  return checks
    .flatMap((check) => [
      `${check.name}: ${paint(VERDICT_STYLES[check.verdict], check.verdict)}`,
      ...check.rows
        .flatMap((row) => wrapText(describeFigure(row), width - 2, '  '))
        .map((line) => `  ${line}`),
    ])
    .join('\n');
}

function describeFigure(row: Row): string {
  const known = [
    row.expected === '' ? '' : `true: ${row.expected}`,
    row.allowed === '' ? '' : `allowed: ${row.allowed}`,
    describeRow(row),
  ].filter((part) => part !== '');
  return `${row.what}: ${row.measured}${known.length === 0 ? '' : ` (${known.join(', ')})`}`;
}

function shorten(text: string): string {
  return text.length > CELL_MAX ? `${text.slice(0, CELL_MAX - 1)}…` : text;
}

function describeRow({ holds }: Row): string {
  if (holds === null) return 'information';
  return holds ? '' : 'off';
}

function describeReasons({ checks }: Selftest): string[] {
  return checks
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ name, verdict, reason, attempts }) => {
      const again = attempts > 1 ? `, measured ${attempts} times` : '';
      return `${name}: ${verdict}${again}: ${reason ?? 'no reason was given'}.`;
    });
}

const ADVICE = {
  pass: 'what is measured here can be trusted.',
  fail: 'do not trust what is measured here; repeat it on a quiet machine, then report it.',
  'cannot-tell': 'the host was not quiet enough. End what else runs here, and repeat.',
} as const;

/** Some checks are no proof of the whole. */
const PART_PASSED = 'these checks passed; the others were not run.';

function describeVerdict(selftest: Selftest, extent: SelftestExtent): string {
  const { verdict, checks, tookMs } = selftest;
  const passed = checks.filter((check) => check.verdict === 'pass').length;
  const told = describeErrorBudget(selftest);
  const budget = told === null ? '' : ` ${told}.`;
  const advice = verdict === 'pass' && extent === 'part' ? PART_PASSED : ADVICE[verdict];
  return `${verdict}: ${passed} of ${countOf(checks.length, 'check')} passed in ${formatTime(tookMs * 1e6)}: ${advice}${budget}`;
}
