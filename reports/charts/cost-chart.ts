import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { reasonApart } from '../../stats/rank.ts';
import type { Estimate } from '../../stats/sample.ts';
import { formatBytes, formatCount, formatTime } from '../format.ts';
import type { MemoryMetric } from '../memory.ts';
import { panelTitle } from './axes.ts';
import type { Chart } from './render-chart.ts';
import { FONT, GRID, INK, type SeriesStyle, styleOf } from './series-style.ts';

interface Panel {
  readonly metric: MetricName;
  readonly title: string;
  readonly format: (value: number) => string;
}

const panelsOf = (memory: MemoryMetric, chats: boolean): readonly Panel[] =>
  chats ? chatPanels(memory) : messagePanels(memory);

const chatPanels = (memory: MemoryMetric): readonly Panel[] => [
  { metric: 'cpuNsPerDelivery', title: 'server CPU / delivery', format: formatTime },
  { metric: 'responseP99Ns', title: 'last receiver, p99', format: formatTime },
  { metric: 'deliveriesPerSec', title: 'deliveries per second', format: formatCount },
  { metric: memory, title: 'memory', format: formatBytes },
];

const messagePanels = (memory: MemoryMetric): readonly Panel[] => [
  { metric: 'throughputPerSec', title: 'messages per second', format: formatCount },
  { metric: 'cpuNsPerMessage', title: 'server CPU / message', format: formatTime },
  { metric: memory, title: 'memory', format: formatBytes },
  { metric: 'firstReplyP50Ns', title: 'first reply, median', format: formatTime },
];
const LABEL_WIDTH = 200;
const PANEL_WIDTH = 125;
const PANEL_STEP = 190;
const ROW_HEIGHT = 26;
/** Beyond this ratio of greatest to smallest, a linear axis would hide the small ones. */
const LOG_RATIO = 20;

/** A dot per strategy and its interval as a bar through it, for what a scenario costs. */
export function costChart(
  id: string,
  cells: readonly CellSummary[],
  styles: ReadonlyMap<string, SeriesStyle>,
  memory: MemoryMetric,
): Chart | null {
  const drawn = cells.filter((cell) => cell.completeTrials > 0);
  if (drawn.length === 0) return null;
  const labels = drawn.map((cell) => cell.label);
  const chats = drawn.every(({ workload }) => workload.kind === 'chat');
  const panels = panelsOf(memory, chats);
  const shown = chats
    ? 'Server CPU per delivery, time to the last receiver, deliveries per second and memory'
    : 'Throughput, server CPU per message, memory and time to first reply';
  const axes = panels.map((panel, index) => valueAxis(drawn, panel.metric, index));
  return {
    id,
    title: `${shown}: ${labels.join(', ')}. The figures are in the table below.`,
    width: 960,
    height: drawn.length * ROW_HEIGHT + 70,
    option: {
      title: panels.map(({ title }, index) =>
        panelTitle(title, LABEL_WIDTH + index * PANEL_STEP - 5),
      ),
      grid: panels.map((_, index) => ({
        left: LABEL_WIDTH + index * PANEL_STEP,
        width: PANEL_WIDTH,
        top: 30,
        bottom: 40,
      })),
      xAxis: axes,
      yAxis: panels.map((_, index) => labelAxis(labels, index)),
      series: panels.flatMap((panel, index) => [
        whiskers(drawn, panel, index),
        dots(drawn, panel, index, styles),
      ]),
    },
  };
}

function valueAxis(cells: readonly CellSummary[], metric: MetricName, gridIndex: number) {
  const values = cells
    .map((cell) => cell.metrics[metric]?.center ?? 0)
    .filter((value) => value > 0);
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  const min = values.reduce((a, b) => Math.min(a, b), max);
  const log = max > min * LOG_RATIO;
  return {
    type: log ? 'log' : 'value',
    gridIndex,
    min: log ? min / 2 : 0,
    max: log ? max * 2 : max * 1.1 || 1,
    name: log ? 'logarithmic' : '',
    nameLocation: 'middle',
    nameGap: 8,
    nameTextStyle: { ...FONT, fontSize: 11 },
    axisLine: { show: true, lineStyle: { color: INK } },
    axisTick: { show: false },
    axisLabel: { show: false },
    splitLine: { show: false },
  };
}

function labelAxis(labels: readonly string[], gridIndex: number) {
  return {
    type: 'category',
    gridIndex,
    // By position, because two strategies of one name would share a row.
    data: labels.map((_, index) => String(index)),
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: GRID } },
    axisLabel: {
      ...FONT,
      show: gridIndex === 0,
      interval: 0,
      width: LABEL_WIDTH - 20,
      overflow: 'truncate',
      formatter: (index: string) => labels[Number(index)] ?? '',
    },
  };
}

function dots(
  cells: readonly CellSummary[],
  { metric, format }: Panel,
  panel: number,
  styles: ReadonlyMap<string, SeriesStyle>,
) {
  return {
    type: 'scatter',
    z: 3,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbolSize: 10,
    data: cells.flatMap((cell, row) => {
      const center = cell.metrics[metric]?.center ?? 0;
      if (center <= 0) return [];
      const { color, symbol } = styles.get(cell.label) ?? styleOf(0);
      const apart = reasonApart(cell) !== null;
      const text = apart ? `(${format(center)})` : format(center);
      return [
        {
          value: [center, row],
          symbol,
          itemStyle: { color, opacity: apart ? 0.45 : 1 },
          label: { ...FONT, show: true, position: 'right', formatter: () => text },
        },
      ];
    }),
  };
}

function whiskers(cells: readonly CellSummary[], { metric }: Panel, panel: number) {
  const data = cells.flatMap((cell, row) => {
    const interval = intervalOf(cell.metrics[metric]);
    return interval === null ? [] : [[interval.low, interval.high, row]];
  });
  return {
    type: 'custom',
    z: 2,
    xAxisIndex: panel,
    yAxisIndex: panel,
    encode: { x: [0, 1], y: 2 },
    data,
    renderItem: drawWhisker,
  };
}

/** ECharts' part of the bargain: the values of a row, and where they lie in the drawing. */
interface DrawingApi {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
}

function drawWhisker(_: unknown, api: DrawingApi) {
  const row = api.value(2);
  const [x1, y1] = api.coord([api.value(0), row]);
  const [x2, y2] = api.coord([api.value(1), row]);
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: INK, lineWidth: 3 } };
}

function intervalOf(estimate: Estimate | null): { low: number; high: number } | null {
  const interval = estimate?.interval;
  if (interval === null || interval === undefined || interval.low <= 0) return null;
  return interval;
}
