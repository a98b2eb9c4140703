import {
  type Compared,
  type ComparedMetric,
  comparedMetricSchema,
  type Word,
} from '../../results/compared.ts';
import { type ForestPlot, type ForestTone, renderForestPlot } from '../charts/forest-plot.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { foldTable } from '../page/fold-table.ts';
import { frameFigure } from '../page/frame-figure.ts';
import { left, renderTable, right } from '../page/table.ts';
import { capitalize, countOf, listSome } from '../text/format.ts';
import { countWords, describeWord, formatRatio, formatRatioInterval, WORDS } from './words.ts';

/** Two runs metric by metric: a plot, and the same figures as a table. */

const TONES: Readonly<Record<Word, ForestTone>> = {
  worse: 'worse',
  better: 'better',
  same: 'fine',
  unknown: 'untold',
};
/** Runs of other times may lie far apart; beyond this a plot would show nothing else. */
const MOST = Math.log(4);
const SAME_WITHIN = Math.log(1.05);
/** A drawing is told in a sentence, and a table has the rest. */
const CELLS_TOLD_MAX = 12;

/** A section for each metric. `wordOf` names what has another word than its own. */
export function renderMetrics(
  compared: readonly Compared[],
  wordOf: (row: Compared) => string | null = () => null,
): string {
  const rows = Map.groupBy(compared.toSorted(byUrgency), ({ metric }) => metric);
  return comparedMetricSchema.options
    .filter((metric) => rows.has(metric))
    .map((metric) => renderMetric(metric, rows.get(metric) ?? [], wordOf))
    .join('\n');
}

const URGENCY: readonly Word[] = ['worse', 'better', 'unknown', 'same'];

/** Rows keep their order, except that what differs comes first. */
function byUrgency(a: Compared, b: Compared): number {
  return URGENCY.indexOf(a.word) - URGENCY.indexOf(b.word);
}

function renderMetric(
  metric: ComparedMetric,
  rows: readonly Compared[],
  wordOf: (row: Compared) => string | null,
): string {
  const id = `compared-${metric.toLowerCase().replaceAll(' ', '-')}`;
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(capitalize(metric))}: head / base</h2>`,
    frameFigure(
      { heading: 'h3', finding: `Of ${countOf(rows.length, 'cell')}: ${countWords(rows)}` },
      renderForestPlot(plot(`${id}-plot`, metric, rows, wordOf)),
      CAPTION,
    ),
    foldTable(tabulate(metric, rows, wordOf), rows.length),
    '</section>',
  ].join('\n');
}

function plot(
  id: string,
  metric: ComparedMetric,
  rows: readonly Compared[],
  wordOf: (row: Compared) => string | null,
): ForestPlot {
  const names = listSome(
    rows.map(({ cell }) => cell),
    CELLS_TOLD_MAX,
  );
  return {
    id,
    title: `${metric} of head as a multiple of base’s, with intervals: ${names}. The figures are in the table below.`,
    marks: [
      { at: -SAME_WITHIN, text: 'the same from here' },
      { at: SAME_WITHIN, text: 'to here' },
    ],
    rows: rows.map((row) => ({
      label: row.cell,
      estimate: Math.log(row.ratio),
      low: row.interval === null ? null : Math.log(row.interval.low),
      high: row.interval === null ? null : Math.log(row.interval.high),
      figures: `${formatRatio(row.ratio)}${row.interval === null ? '' : ` (${formatRatioInterval(row)})`}`,
      word: wordOf(row) ?? WORDS[row.word],
      tone: TONES[row.word],
    })),
    formatTick: (at) => String(Number(Math.exp(at).toFixed(2))),
    ends:
      metric === 'throughput'
        ? ['← head is worse', 'head is better →']
        : ['← head is better', 'head is worse →'],
    most: MOST,
  };
}

function tabulate(
  metric: ComparedMetric,
  rows: readonly Compared[],
  wordOf: (row: Compared) => string | null,
): string {
  return renderTable(
    `${capitalize(metric)}: the ratio of head to base, its interval, and the complete trials on each side.`,
    [
      left('cell'),
      left('word'),
      right('head/base'),
      right('interval'),
      right('base trials'),
      right('head trials'),
    ],
    rows.map((row) => ({
      cells: [
        row.cell,
        wordOf(row) ?? describeWord(row),
        { text: formatRatio(row.ratio), order: row.ratio },
        formatRatioInterval(row),
        { text: String(row.baseTrials), order: row.baseTrials },
        { text: String(row.headTrials), order: row.headTrials },
      ],
    })),
  );
}

const CAPTION =
  'Shape: the median of all quotients. Bar: its interval; an arrow where it leaves the axis, none with fewer than five trials on a side. Diamond: worse; triangle: better; disc: the same; square: cannot be told.';
