import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { reasonApart } from '../../stats/rank.ts';
import { formatBytes, formatCount, formatTime } from '../text/format.ts';
import type { MemoryMetric } from '../words/memory.ts';
import { panelTitle } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { describeContrast } from './finding.ts';
import type { Chart } from './render-chart.ts';
import { figureAxis, LABEL_WIDTH, rowAxis } from './row-axis.ts';
import { FONT, type SeriesStyle, styleOf } from './series-style.ts';
import { whiskers } from './whisker.ts';

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
const PANEL_WIDTH = 125;
const PANEL_STEP = 190;
const ROW_HEIGHT = 26;

/** A dot per strategy and its interval as a bar through it, for what a scenario costs. */
export function costChart(
  id: string,
  cells: Pick<Drawn<CellSummary>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
  memory: MemoryMetric,
): Chart | null {
  const drawn = cells.items.filter((cell) => cell.completeTrials > 0);
  if (drawn.length === 0) return null;
  const labels = drawn.map((cell) => cell.label);
  const chats = drawn.every(({ workload }) => workload.kind === 'chat');
  const panels = panelsOf(memory, chats);
  return {
    id,
    finding: describeContrast(cells.all, chats ? 'cpuNsPerDelivery' : 'cpuNsPerMessage', {
      figure: chats ? 'server CPU per delivery' : 'server CPU per message',
      lessIsBetter: true,
      format: formatTime,
    }),
    description: `A row for each of ${labels.join(', ')}; a dot with its interval for each of ${panels.map(({ title }) => title).join(', ')}. The figures are in the table below.`,
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
      xAxis: panels.map(({ metric }, index) => figureAxis(index, centersOf(drawn, metric), 1.1)),
      yAxis: panels.map((_, index) => rowAxis(labels, index)),
      series: panels.flatMap((panel, index) => [
        whiskers(
          index,
          drawn.map((cell, row) => ({ row, estimate: cell.metrics[panel.metric] })),
        ),
        dots(drawn, panel, index, styles),
      ]),
    },
  };
}

function centersOf(cells: readonly CellSummary[], metric: MetricName): readonly number[] {
  return cells.map((cell) => cell.metrics[metric]?.center ?? 0);
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
          symbolSize: apart ? 6 : 10,
          itemStyle: { color, opacity: 1 },
          label: { ...FONT, show: true, position: 'right', formatter: () => text },
        },
      ];
    }),
  };
}
