import type { CellSummary } from '../../stats/cell-summary.ts';
import type { DatagramSummary } from '../../stats/datagram-summary.ts';
import { formatCount, formatPercent, formatRate } from '../text/format.ts';
import { linearAxis, panelTitle } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { compare } from './finding.ts';
import { legendHeight, legendOf } from './legend.ts';
import type { Chart } from './render-chart.ts';
import { rowAxis } from './row-axis.ts';
import { INK, type SeriesStyle, styleOf } from './series-style.ts';
import type { DrawingApi } from './whisker.ts';

interface RatedCell {
  readonly cell: CellSummary;
  readonly label: string;
  readonly ratePerSec: number;
  readonly datagrams: DatagramSummary;
}

/** The share of datagrams lost against what was offered, and where; null where nobody offers any. */
export function lossChart(
  id: string,
  cells: Pick<Drawn<CellSummary>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const rated = cells.items.flatMap(rateCell);
  if (rated.length === 0) return null;
  const groups = [...Map.groupBy(rated, ({ label }) => label)];
  const labels = groups.map(([label]) => label);
  const top = Math.max(...rated.map(({ ratePerSec }) => ratePerSec));
  const atTop = rated.filter(({ ratePerSec }) => ratePerSec === top);
  return {
    id,
    finding: `At ${formatRate(top)}: ${describeLoss(
      cells.all
        .flatMap(rateCell)
        .filter(({ ratePerSec }) => ratePerSec === top)
        .map(({ cell }) => cell),
    )}`,
    description: `Share of the datagrams lost, against the offered rate, a line for each of ${labels.join(', ')}; and for each how many were lost at ${formatRate(top)}, beside those that full receive buffers threw away. The figures are in the table below.`,
    width: 960,
    height: 290 + legendHeight(labels),
    option: {
      title: [
        panelTitle('datagrams lost', 70),
        panelTitle(`where, at ${formatRate(top)} offered`, 640),
      ],
      legend: legendOf(labels),
      grid: [
        { left: 70, width: 350, top: 28, bottom: legendHeight(labels) + 55 },
        { left: 640, width: 280, top: 28, bottom: legendHeight(labels) + 55 },
      ],
      xAxis: [
        linearAxis(0, 'offered per second', formatCount),
        linearAxis(1, 'datagrams', formatCount),
      ],
      yAxis: [
        linearAxis(0, '', formatPercent),
        withLabels(
          rowAxis(
            atTop.map(({ label }) => label),
            1,
          ),
        ),
      ],
      series: [
        ...groups.map(([label, group]) => line(label, group, styles.get(label) ?? styleOf(0))),
        places(atTop, styles),
      ],
    },
  };
}

function rateCell(cell: CellSummary): readonly RatedCell[] {
  const { label, load, datagrams } = cell;
  if (load.loop !== 'open' || datagrams === null || cell.completeTrials === 0) return [];
  return [{ cell, label, ratePerSec: load.offeredRatePerSec, datagrams }];
}

/**
 * Compared by what was not lost: a quotient of losses is none where somebody loses nothing. Here those
 * who fall behind are what it is about.
 */
function describeLoss(cells: readonly CellSummary[]): string {
  if (cells.every(({ datagrams }) => datagrams?.lost === 0)) return 'no datagram was lost.';
  return compare(cells, 'notLostShare', {
    figure: 'median loss of datagrams',
    lessIsBetter: false,
    ends: ['lowest', 'highest'],
    format: (share) => formatPercent(1 - share),
  });
}

function line(label: string, group: readonly RatedCell[], { color, symbol, dash }: SeriesStyle) {
  return {
    type: 'line',
    clip: false,
    name: label,
    symbol,
    symbolSize: 9,
    itemStyle: { color },
    lineStyle: { color, width: 1.8, type: dash },
    data: group
      .map(({ ratePerSec, datagrams }) => [ratePerSec, datagrams.lostShare] as const)
      .sort(([a], [b]) => a - b),
  };
}

const BAR_HEIGHT = 8;
const BAR_STEP = 11;

/** Three bars: lost (full), the server's buffer (outlined), other buffers (outlined, dashed). */
function places(rated: readonly RatedCell[], styles: ReadonlyMap<string, SeriesStyle>) {
  const colors = rated.map(({ label }) => (styles.get(label) ?? styleOf(0)).color);
  return {
    type: 'custom',
    xAxisIndex: 1,
    yAxisIndex: 1,
    encode: { x: 0, y: 1 },
    data: rated.flatMap(({ datagrams }, row) =>
      [datagrams.lost, datagrams.lostInServerBuffer, datagrams.lostInOtherBuffers].flatMap(
        (count, bar) => (count === null || count === 0 ? [] : [[count, row, bar]]),
      ),
    ),
    renderItem: (_: unknown, api: DrawingApi) => {
      const [row, bar] = [api.value(1), api.value(2)];
      const [left, middle] = api.coord([0, row]);
      const [right] = api.coord([api.value(0), row]);
      const y = middle + (bar - 1) * BAR_STEP - BAR_HEIGHT / 2;
      const stroke = colors[row] ?? INK;
      const style =
        bar === 0
          ? { fill: stroke }
          : { fill: 'none', stroke, lineWidth: 1.5, lineDash: bar === 1 ? null : [3, 2] };
      const width = Math.max(1, right - left);
      return { type: 'rect', shape: { x: left, y, width, height: BAR_HEIGHT }, style };
    },
  };
}

/** The rows of this panel have names of their own. */
function withLabels(axis: ReturnType<typeof rowAxis>) {
  return { ...axis, axisLabel: { ...axis.axisLabel, show: true } };
}
