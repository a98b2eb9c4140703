import type { GateMetric } from '../../results/gate-order.ts';
import type { Decision, GateTest } from '../../results/gate-result.ts';
import { type ForestPlot, type ForestTone, renderForestPlot } from '../charts/forest-plot.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { foldTable } from '../page/fold-table.ts';
import { frameFigure } from '../page/frame-figure.ts';
import { type HtmlCell, left, renderTable, right, wrapped } from '../page/table.ts';
import { capitalize, countOf, listSome, NOTHING } from '../text/format.ts';
import { formatBounds, formatBudget, formatFigure, formatWorse, nameMetric } from './words.ts';

const TONES: Readonly<Record<Decision, ForestTone>> = {
  regression: 'worse',
  pass: 'fine',
  inconclusive: 'untold',
  open: 'untold',
};

/** One metric over all cells: the plot, and the same figures as a table. */
export function renderMetric(metric: GateMetric, tests: readonly GateTest[]): string {
  const id = `gate-${metric}`;
  const isMeasured = tests.some(({ estimate }) => estimate !== null);
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(capitalize(nameMetric(metric)))}</h2>`,
    isMeasured
      ? frameFigure(
          { heading: 'h3', finding: summarize(tests) },
          renderForestPlot(plot(`${id}-plot`, metric, tests)),
          CAPTION,
        )
      : `<h3>${escapeHtml(summarize(tests))}</h3>`,
    foldTable(tabulate(metric, tests), tests.length),
    '</section>',
  ].join('\n');
}

const CAPTION =
  'Shape: the estimate. Bar: its bounds; an arrow where so few pairs give none, or where it leaves the axis. Right is worse. Diamond: regression; disc: pass; square: cannot be told; ring: advises.';

/** Where less is worse a change in per cent depends on which side is the whole. */
const CAPACITY_AID =
  ' Of a capacity, worse by 25 % means that base answers 25 % more than head: 125 k/s instead of 100 k/s.';

const NAMED_MAX = 4;
/** A drawing is told in a sentence, and a table has the rest. */
const CELLS_TOLD_MAX = 12;

/** What the plot shows, in a sentence: the worst by name. */
function summarize(tests: readonly GateTest[]): string {
  const worse = tests.filter(({ decision }) => decision === 'regression');
  const count = (decision: Decision): number =>
    tests.filter((test) => test.decision === decision).length;
  const named = worse.map(({ cell, estimate }) =>
    estimate === null ? `${cell} failed` : `${cell} worse by ${formatWorse(estimate)}`,
  );
  const untold = count('inconclusive') + count('open');
  const parts = [
    ...(worse.length === 0 ? [] : [listSome(named, NAMED_MAX)]),
    ...(untold === 0 ? [] : [`of ${countOf(untold, 'cell')} it cannot be told`]),
    ...(count('pass') === 0 ? [] : [`${countOf(count('pass'), 'cell passes', 'cells pass')}`]),
  ];
  return parts.length === 0 ? 'It advises and decides nothing' : parts.join('; ');
}

function plot(id: string, metric: GateMetric, tests: readonly GateTest[]): ForestPlot {
  const { worseBy, passBelow } = tests[0]?.budget ?? { worseBy: 1, passBelow: 1 };
  const names = listSome(
    tests.map(({ cell }) => cell),
    CELLS_TOLD_MAX,
  );
  return {
    id,
    title: `How much worse ${nameMetric(metric)} of head is than that of base, with bounds: ${names}. The figures are in the table below.`,
    marks: [
      { at: Math.log(worseBy), text: `regression from ${formatBudget(worseBy)}` },
      { at: Math.log(passBelow), text: `pass below ${formatBudget(passBelow)}` },
    ],
    rows: tests.map((test) => ({
      label: test.cell,
      estimate: test.estimate,
      low: test.low,
      high: test.high,
      figures: describeEstimate(test),
      word: test.decision ?? 'advises',
      tone: test.decision === null ? 'aside' : TONES[test.decision],
    })),
    formatTick: (at) => (at === 0 ? 'the same' : formatWorse(at).replace('.0', '')),
    ends: ['← head is better', 'head is worse →'],
  };
}

function describeEstimate({ estimate, low, high, reason }: GateTest): string {
  if (estimate === null) return reason === null ? 'nothing measured' : 'see the table';
  const bounds = formatBounds(low, high);
  return bounds === NOTHING ? formatWorse(estimate) : `${formatWorse(estimate)} (${bounds})`;
}

function tabulate(metric: GateMetric, tests: readonly GateTest[]): string {
  const cell = (value: number | null, format: (value: number) => string): HtmlCell => ({
    text: value === null ? NOTHING : format(value),
    order: value,
  });
  const figure = (value: number | null) => cell(value, (known) => formatFigure(metric, known));
  const share = (value: number | null) => cell(value, (known) => formatWorse(known).slice(1));
  const isExplained = tests.some(({ reason }) => reason !== null);
  return renderTable(
    `${capitalize(nameMetric(metric))}: how much worse head is, and the medians over the pairs that were used.${metric === 'capacity' ? CAPACITY_AID : ''} Noise: how far two trials of the same code lie apart; detectable: what the last look would find 4 times in 5.`,
    [
      left('cell'),
      left('decision'),
      right('worse by'),
      right('interval'),
      right('base'),
      right('head'),
      right('pairs'),
      right('noise'),
      right('detectable'),
      ...(isExplained ? [wrapped('why')] : []),
    ],
    tests.map((test) => ({
      cells: [
        test.cell,
        test.decision ?? 'advises',
        cell(test.estimate, formatWorse),
        formatBounds(test.low, test.high),
        figure(test.baseMedian),
        figure(test.headMedian),
        cell(test.differences.length, String),
        share(test.noise),
        share(test.detectable),
        ...(isExplained ? [test.reason ?? ''] : []),
      ],
      apart: test.decision === null,
    })),
  );
}
