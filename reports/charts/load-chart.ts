import type { CellSummary } from '../../stats/cell-summary.ts';
import { sustains } from '../../stats/rate-series.ts';
import { formatCount } from '../format.ts';
import { legendOf, linearAxis, panelTitle, timeAxis } from './axes.ts';
import type { Chart } from './render-chart.ts';
import { INK, type SeriesStyle, styleOf } from './series-style.ts';

const LEFTS = [70, 390, 710];
const PANEL_WIDTH = 225;

/** Response time and achieved throughput against what was offered; hollow: not sustained. */
export function loadChart(
  id: string,
  cells: readonly CellSummary[],
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const rated = cells.filter((cell) => cell.load.loop === 'open' && cell.completeTrials > 0);
  if (rated.length === 0) return null;
  const groups = [...Map.groupBy(rated, (cell) => cell.label)];
  const labels = groups.map(([label]) => label);
  const times = rated.flatMap((cell) => [p50(cell) ?? 0, p99(cell) ?? 0]);
  const top = rated.reduce((most, cell) => Math.max(most, offered(cell)), 0);
  const lines = [p50, p99, achieved].flatMap((pick, panel) =>
    groups.map(([label, group]) =>
      line(label, group, pick, panel, styles.get(label) ?? styleOf(0)),
    ),
  );
  return {
    id,
    title: `Median and 99th percentile of response time, and achieved throughput, against the offered rate: ${labels.join(', ')}. The figures are in the table below.`,
    width: 960,
    height: 360,
    option: {
      title: [
        panelTitle('p50 response time', 70),
        panelTitle('p99 response time', 390),
        panelTitle('achieved per second', 710),
      ],
      legend: legendOf(labels),
      grid: LEFTS.map((left) => ({ left, width: PANEL_WIDTH, top: 28, bottom: 85 })),
      xAxis: LEFTS.map((_, panel) => linearAxis(panel, 'offered per second', formatCount)),
      yAxis: [timeAxis(0, times, false), timeAxis(1, times, false), linearAxis(2, '', formatCount)],
      series: [...lines, diagonal(top)],
    },
  };
}

function line(
  label: string,
  group: readonly CellSummary[],
  pick: (cell: CellSummary) => number | null,
  panel: number,
  { color, symbol }: SeriesStyle,
) {
  const sorted = [...group].sort((a, b) => offered(a) - offered(b));
  return {
    type: 'line',
    name: label,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol,
    symbolSize: 9,
    itemStyle: { color },
    lineStyle: { color, width: 1.8 },
    data: sorted.flatMap((cell) => {
      const value = pick(cell);
      if (value === null) return [];
      const opacity = sustains(cell) === true ? 1 : 0.45;
      return [{ value: [offered(cell), value], itemStyle: { opacity } }];
    }),
  };
}

/** Where everything offered comes back. */
function diagonal(top: number) {
  return {
    type: 'line',
    xAxisIndex: 2,
    yAxisIndex: 2,
    symbol: 'none',
    silent: true,
    lineStyle: { color: INK, width: 1, type: 'dashed' },
    data: [
      [0, 0],
      [top, top],
    ],
  };
}

function offered(cell: CellSummary): number {
  return cell.load.loop === 'open' ? cell.load.offeredRatePerSec : 0;
}

function p50(cell: CellSummary): number | null {
  return cell.metrics.responseP50Ns?.center ?? null;
}

function p99(cell: CellSummary): number | null {
  return cell.metrics.responseP99Ns?.center ?? null;
}

function achieved(cell: CellSummary): number | null {
  return cell.metrics.throughputPerSec?.center ?? null;
}
