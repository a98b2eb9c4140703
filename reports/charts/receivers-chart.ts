import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { formatTime } from '../text/format.ts';
import { panelTitle, timeAxis } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { describeContrast } from './finding.ts';
import type { Chart } from './render-chart.ts';
import { LABEL_WIDTH, rowAxis } from './row-axis.ts';
import { INK, type SeriesStyle, styleOf } from './series-style.ts';
import type { DrawingApi } from './whisker.ts';

interface Panel {
  readonly title: string;
  /** First, median and last receiver. */
  readonly metrics: readonly [MetricName, MetricName, MetricName];
}

const PANELS: readonly Panel[] = [
  {
    title: 'half of the messages (p50)',
    metrics: ['firstReceiverP50Ns', 'medianReceiverP50Ns', 'responseP50Ns'],
  },
  {
    title: 'all but one in a hundred (p99)',
    metrics: ['firstReceiverP99Ns', 'medianReceiverP99Ns', 'responseP99Ns'],
  },
];
/** In the order of the receivers. */
const MARKS = ['triangle', 'circle', 'diamond'];
const LEFTS = [LABEL_WIDTH, 600];
const PANEL_WIDTH = 300;
const ROW_HEIGHT = 30;

/** When the first, the median and the last member of a room hear a message: three marks per strategy. */
export function receiversChart(
  id: string,
  cells: Pick<Drawn<CellSummary>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const drawn = cells.items.filter(({ metrics }) => metrics.firstReceiverP50Ns !== null);
  if (drawn.length === 0) return null;
  const labels = drawn.map(({ label }) => label);
  const times = drawn.flatMap((cell) => PANELS.flatMap((panel) => timesOf(cell, panel)));
  return {
    id,
    finding: describeContrast(cells.all, 'responseP99Ns', {
      figure: 'time to the last receiver (p99)',
      lessIsBetter: true,
      format: formatTime,
    }),
    description: `A row for each of ${labels.join(', ')}; on it the time from a message's intended start to the first, the median and the last of its receivers. The figures are in the table below.`,
    width: 960,
    height: drawn.length * ROW_HEIGHT + 80,
    option: {
      title: PANELS.map(({ title }, index) => panelTitle(title, LEFTS[index] ?? 0)),
      grid: LEFTS.map((left) => ({ left, width: PANEL_WIDTH, top: 30, bottom: 45 })),
      xAxis: LEFTS.map((_, index) => ({
        ...timeAxis(index, times, true),
        nameLocation: 'middle',
        nameGap: 26,
      })),
      yAxis: LEFTS.map((_, index) => rowAxis(labels, index)),
      series: PANELS.flatMap((panel, index) => [
        spans(drawn, panel, index),
        ...MARKS.map((symbol, mark) => marks(drawn, panel, index, mark, symbol, styles)),
      ]),
    },
  };
}

function timesOf({ metrics }: CellSummary, panel: Panel): readonly number[] {
  return panel.metrics.map((metric) => metrics[metric]?.center ?? 0);
}

/** From the first receiver to the last. */
function spans(cells: readonly CellSummary[], panel: Panel, index: number) {
  return {
    type: 'custom',
    z: 2,
    xAxisIndex: index,
    yAxisIndex: index,
    encode: { x: [0, 1], y: 2 },
    data: cells.flatMap((cell, row) => {
      const [first = 0, , last = 0] = timesOf(cell, panel);
      return first > 0 && last > 0 ? [[first, last, row]] : [];
    }),
    renderItem: (_: unknown, api: DrawingApi) => {
      const [x1, y1] = api.coord([api.value(0), api.value(2)]);
      const [x2, y2] = api.coord([api.value(1), api.value(2)]);
      return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: INK, lineWidth: 1.5 } };
    },
  };
}

function marks(
  cells: readonly CellSummary[],
  panel: Panel,
  index: number,
  mark: number,
  symbol: string,
  styles: ReadonlyMap<string, SeriesStyle>,
) {
  return {
    type: 'scatter',
    z: 3,
    xAxisIndex: index,
    yAxisIndex: index,
    symbol,
    symbolSize: 10,
    data: cells.flatMap((cell, row) => {
      const timeNs = timesOf(cell, panel)[mark] ?? 0;
      if (timeNs <= 0) return [];
      const { color } = styles.get(cell.label) ?? styleOf(0);
      return [{ value: [timeNs, row], itemStyle: { color, opacity: 1 } }];
    }),
  };
}
