import type { Estimate } from '../../stats/sample.ts';
import type { TrialPoint } from '../../stats/trial-points.ts';
import { countOf, formatPercent } from '../text/format.ts';
import { linearAxis, panelTitle, roundTick } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { joinNames } from './finding.ts';
import type { Chart } from './render-chart.ts';
import { figureAxis, LABEL_WIDTH, rowAxis } from './row-axis.ts';
import { CROSS, FONT, INK, type SeriesStyle, styleOf } from './series-style.ts';
import { type DrawingApi, whiskers } from './whisker.ts';

/** A strategy with its trials, by one figure. */
export interface TrialRow {
  readonly label: string;
  readonly estimate: Estimate | null;
  readonly points: readonly TrialPoint[];
}

const ROW_HEIGHT = 40;
/** Room above and below the middle of a row for its points, px. */
const POINTS_SPAN = 16;
/** Trials that count for nothing lie beneath the others, px from the middle of the row. */
const SPOILED_OFFSET = 14;
/** More points than this lie on each other. */
export const POINTS_MAX = 60;
const PANELS = [
  { left: LABEL_WIDTH, width: 380 },
  { left: 640, width: 280 },
] as const;

/**
 * Every trial as a point, so that the spread is seen: the figure, and its distance from the median
 * where there are two trials of anybody.
 */
export function trialsChart(
  id: string,
  rows: Pick<Drawn<TrialRow>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
  figure: { readonly name: string; readonly format: (value: number) => string },
): Chart | null {
  const drawn = rows.items.filter(({ points }) => points.some(({ value }) => value > 0));
  if (drawn.length === 0) return null;
  const labels = drawn.map(({ label }) => label);
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const distances = drawn.flatMap((row) => greatestDistance(row) ?? []);
  const panels = PANELS.slice(0, distances.length === 0 ? 1 : 2);
  return {
    id,
    finding: describeSpread(rows.all, figure.name),
    description: `A row for each of ${labels.join(', ')}; a point for every trial by ${figure.name}, and by its distance from the median. The figures are in the table below.`,
    width: 960,
    height: drawn.length * ROW_HEIGHT + 75,
    option: {
      title: panels.map(({ left }, index) =>
        panelTitle(index === 0 ? figure.name : 'distance from the median', left),
      ),
      grid: panels.map(({ left, width }) => ({ left, width, top: 30, bottom: 40 })),
      xAxis: [valueAxis(values, figure.format), distanceAxis(distances)].slice(0, panels.length),
      yAxis: panels.map((_, index) => rowAxis(labels, index)),
      series: [
        whiskers(
          0,
          drawn.map(({ estimate }, row) => ({ row, estimate })),
        ),
        medians(drawn),
        pointsSeries(drawn, styles, 0, (value) => value),
        ...(panels.length < 2
          ? []
          : [pointsSeries(drawn, styles, 1, (value, center) => value / center - 1)]),
      ],
    },
  };
}

function valueAxis(values: readonly number[], format: (value: number) => string) {
  return {
    ...figureAxis(0, values, 1.05),
    splitNumber: 4,
    axisLabel: {
      ...FONT,
      formatter: (value: number) => roundTick(format(value)),
      hideOverlap: true,
      // The ends are no round figures.
      showMaxLabel: false,
    },
    nameGap: 26,
  };
}

function distanceAxis(distances: readonly number[]) {
  const reach = roundUp(Math.max(0.01, ...distances));
  return {
    ...linearAxis(1, '', (share) => formatSigned(share)),
    min: -reach,
    max: reach,
    interval: reach / 2,
  };
}

/** How far the trials of a strategy lie from its median, as a share of that. */
export function greatestDistance({ estimate }: Pick<TrialRow, 'estimate'>): number | null {
  if (estimate === null || estimate.trials < 2 || estimate.center === 0) return null;
  return Math.max(...estimate.samples.map(({ value }) => Math.abs(value / estimate.center - 1)));
}

function describeSpread(rows: readonly TrialRow[], figure: string): string {
  const spreads = rows.flatMap((row) => {
    const distance = greatestDistance(row);
    return distance === null ? [] : [{ label: row.label, distance }];
  });
  const spoiled = rows.flatMap(({ points }) => points.filter(isSpoiled)).length;
  const invalid =
    spoiled === 0 ? '' : ` ${countOf(spoiled, 'trial counts', 'trials count')} for nothing.`;
  const sorted = spreads.toSorted((a, b) => a.distance - b.distance);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) {
    return `No strategy has two complete trials: how far they lie apart is not known.${invalid}`;
  }
  // A difference of spreads is no claim: it is what these few trials show.
  if (spreads.length === 1 || most.distance <= 2 * least.distance) {
    return `By ${figure} the trials of ${joinNames(spreads.map(({ label }) => label))} lie within ${formatPercent(most.distance)} of the median.${invalid}`;
  }
  return `By ${figure} the trials of ${most.label} lie up to ${formatPercent(most.distance)} from the median, those of ${least.label} up to ${formatPercent(least.distance)}.${invalid}`;
}

function isSpoiled({ status }: TrialPoint): boolean {
  return status !== 'complete';
}

/** An upright stroke through the row. */
function medians(rows: readonly TrialRow[]) {
  return {
    type: 'custom',
    // Over the points, which may be many.
    z: 4,
    encode: { x: 0, y: 1 },
    data: rows.flatMap(({ estimate }, row) => (estimate === null ? [] : [[estimate.center, row]])),
    renderItem: (_: unknown, api: DrawingApi) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const shape = { x1: x, x2: x, y1: y - POINTS_SPAN / 2 - 4, y2: y + POINTS_SPAN / 2 + 4 };
      return { type: 'line', shape, style: { stroke: INK, lineWidth: 2 } };
    },
  };
}

function pointsSeries(
  rows: readonly TrialRow[],
  styles: ReadonlyMap<string, SeriesStyle>,
  panel: number,
  place: (value: number, center: number) => number,
) {
  return {
    type: 'scatter',
    z: 3,
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: rows.flatMap(({ label, points, estimate }, row) => {
      const { color, symbol } = styles.get(label) ?? styleOf(0);
      const shown = points.slice(0, POINTS_MAX);
      return shown.flatMap((point, index) => {
        const spoiled = isSpoiled(point);
        // The distance of a spoiled trial would stretch the axis; a single one has none.
        if (panel === 1 && (spoiled || estimate === null || estimate.trials < 2)) return [];
        // There is no zero on a logarithmic axis.
        if (point.value <= 0) return [];
        const step = shown.length < 2 ? 0 : index / (shown.length - 1) - 0.5;
        return [
          {
            value: [place(point.value, estimate?.center ?? 1), row],
            symbolOffset: [0, spoiled ? SPOILED_OFFSET : step * POINTS_SPAN],
            symbolSize: spoiled ? 8 : 7,
            ...(spoiled
              ? {
                  symbol: CROSS,
                  itemStyle: { color: 'none', borderColor: INK, borderWidth: 1.5, opacity: 1 },
                }
              : { symbol, itemStyle: { color, opacity: 1 } }),
          },
        ];
      });
    }),
  };
}

/** To 1, 2 or 5 times a power of ten, so that the axis has round figures. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}

function formatSigned(share: number): string {
  if (Math.abs(share) < 1e-9) return 'median';
  return `${share > 0 ? '+' : '-'}${formatPercent(Math.abs(share))}`;
}
