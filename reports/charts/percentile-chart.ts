import type { CellSummary } from '../../stats/cell-summary.ts';
import type { CurvePoint } from '../../stats/percentile-curve.ts';
import { reasonApart } from '../../stats/rank.ts';
import { formatTime } from '../text/format.ts';
import { ninesAxis, panelTitle, timeAxis } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { describeContrast } from './finding.ts';
import { legendHeight, legendOf } from './legend.ts';
import type { Chart } from './render-chart.ts';
import { type SeriesStyle, styleOf } from './series-style.ts';

const WIDTH = 960;
const HEIGHT = 330;
/** A shape on every so many points, and the line between. */
const POINTS_PER_SYMBOL = 12;
/** Of the greater: lines that are nearer to each other than this everywhere are one. */
const ALIKE_WITHIN = 0.05;
/** Of the fastest a send lag of a microsecond is much. */
const FASTEST = 0.1;

interface Panel {
  readonly title: string;
  readonly curve: 'responseCurve' | 'serviceCurve';
  readonly left: number;
  readonly width: number;
}

const BESIDE: readonly Panel[] = [
  { title: 'Response time', curve: 'responseCurve', left: 70, width: 380 },
  { title: 'Service time', curve: 'serviceCurve', left: 545, width: 380 },
];
const ALONE: readonly Panel[] = [
  { title: 'Response time; service time is alike', curve: 'responseCurve', left: 70, width: 855 },
];

/** Time by percentile, response time beside service time on the same axis; once where they are alike. */
export function percentileChart(
  id: string,
  cells: Pick<Drawn<CellSummary>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const drawn = cells.items.filter((cell) => cell.responseCurve.length > 0);
  if (drawn.length === 0) return null;
  const points = drawn.flatMap((cell) => [...cell.responseCurve, ...cell.serviceCurve]);
  const times = points.map((point) => point.timeNs);
  const oneOver = points.reduce((most, point) => Math.max(most, nines(point)), 10);
  const max = 10 ** Math.ceil(Math.log10(oneOver) - 1e-9);
  const labels = drawn.map((cell) => cell.label);
  const panels = drawn.every(hasAlikeCurves) ? ALONE : BESIDE;
  const bottom = legendHeight(labels) + 55;
  return {
    id,
    finding: describeContrast(cells.all, 'responseP99Ns', {
      figure: 'p99 response time',
      lessIsBetter: true,
      format: formatTime,
    }),
    description: `Response time and service time by percentile, a line for each of ${labels.join(', ')}. The figures are in the table below.`,
    width: WIDTH,
    height: HEIGHT + legendHeight(labels),
    option: {
      title: panels.map(({ title, left }) => panelTitle(title, left)),
      legend: legendOf(labels),
      grid: panels.map(({ left, width }) => ({ left, width, top: 28, bottom })),
      xAxis: panels.map((_, index) => ninesAxis(index, max)),
      yAxis: panels.map((_, index) => timeAxis(index, times, false)),
      series: panels.flatMap(({ curve }, index) =>
        drawn.map((cell) => line(cell, cell[curve], index, styles.get(cell.label) ?? styleOf(0))),
      ),
    },
  };
}

/** As in a closed loop, whose messages leave when they are meant to. */
function hasAlikeCurves({ responseCurve, serviceCurve }: CellSummary): boolean {
  const service = new Map(serviceCurve.map(({ quantile, timeNs }) => [quantile, timeNs]));
  return responseCurve.every(({ quantile, timeNs }) => {
    if (quantile < FASTEST) return true;
    const other = service.get(quantile) ?? timeNs;
    return Math.abs(timeNs - other) <= ALIKE_WITHIN * Math.max(timeNs, other);
  });
}

function line(
  cell: CellSummary,
  curve: readonly CurvePoint[],
  panel: number,
  { color, symbol, dash }: SeriesStyle,
) {
  return {
    type: 'line',
    clip: false,
    name: cell.label,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol,
    symbolSize: 8,
    showAllSymbol: true,
    itemStyle: { color },
    lineStyle: { color, width: 1.8, type: reasonApart(cell) === null ? dash : 'dotted' },
    data: curve.map((point, index) => ({
      value: [nines(point), Math.max(1, point.timeNs)],
      symbol: index % POINTS_PER_SYMBOL === 0 ? symbol : 'none',
    })),
  };
}

function nines(point: CurvePoint): number {
  return 1 / (1 - point.quantile);
}
