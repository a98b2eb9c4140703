import type { CellSummary } from '../../stats/cell-summary.ts';
import type { ClientLimit } from '../../stats/client-limit.ts';
import type { ScenarioKnees } from '../../stats/knee.ts';
import { sustains } from '../../stats/rate-series.ts';
import { formatCount } from '../text/format.ts';
import { linearAxis, panelTitle, timeAxis } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { legendHeight, legendOf } from './legend.ts';
import { limitRegion } from './limit-region.ts';
import { describeSweep, reachOf } from './load-finding.ts';
import type { Chart } from './render-chart.ts';
import { INK, type SeriesStyle, styleOf } from './series-style.ts';

const LEFTS = [70, 390, 710];
const PANEL_WIDTH = 225;
const P50_PANEL = 0;
const P99_PANEL = 1;
const ACHIEVED_PANEL = 2;

/** What stands beside the points of a sweep. */
export interface SweepLimits {
  readonly knees: ScenarioKnees | null;
  readonly client: ClientLimit | null;
}

/**
 * Response time and achieved throughput against what was offered. Small: not sustained; a ring: the
 * knee; hatched: where the client was the limit; a gap: no complete trial.
 */
export function loadChart(
  id: string,
  rated: Pick<Drawn<CellSummary>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
  { knees, client }: SweepLimits,
): Chart | null {
  const groups = [...Map.groupBy(rated.items.filter(isOpen), (cell) => cell.label)].filter(
    ([, group]) => group.some(({ completeTrials }) => completeTrials > 0),
  );
  if (groups.length === 0) return null;
  const labels = groups.map(([label]) => label);
  const cells = groups.flatMap(([, group]) => group);
  const boundNs = knees?.bound.belowNs ?? 0;
  const times = [...cells.flatMap((cell) => [p50(cell) ?? 0, p99(cell) ?? 0]), boundNs];
  const top = cells.reduce((most, cell) => Math.max(most, offered(cell)), 0);
  const reach = reachOf(cells, knees);
  const styled = (label: string) => styles.get(label) ?? styleOf(0);
  return {
    id,
    finding: describeSweep(rated.all.filter(isOpen), knees),
    description: `Median and 99th percentile of response time, and achieved throughput, against the offered rate, a line for each of ${labels.join(', ')}. The figures are in the table below.`,
    width: 960,
    height: 320 + legendHeight(labels),
    option: {
      title: [
        panelTitle('p50 response time', 70),
        panelTitle('p99 response time', 390),
        panelTitle('achieved per second', 710),
      ],
      legend: legendOf(labels),
      grid: LEFTS.map((left) => ({
        left,
        width: PANEL_WIDTH,
        top: 28,
        bottom: legendHeight(labels) + 55,
      })),
      xAxis: LEFTS.map((_, panel) => linearAxis(panel, 'offered per second', formatCount)),
      yAxis: [timeAxis(0, times, false), timeAxis(1, times, false), linearAxis(2, '', formatCount)],
      series: [
        ...[p50, p99, achieved].flatMap((pick, panel) =>
          groups.map(([label, group]) => line(label, group, pick, panel, styled(label))),
        ),
        ...groups.map(([label, group]) => kneeRing(group, reach.get(label) ?? 0, styled(label))),
        ...(knees === null ? [] : boundLines(knees, top)),
        ...LEFTS.flatMap((_, panel) => limitRegion(panel, client)),
        dashed(ACHIEVED_PANEL, [0, 0], [top, top]),
      ],
    },
  };
}

function line(
  label: string,
  group: readonly CellSummary[],
  pick: (cell: CellSummary) => number | null,
  panel: number,
  { color, symbol, dash }: SeriesStyle,
) {
  const sorted = group.toSorted((a, b) => offered(a) - offered(b));
  return {
    type: 'line',
    clip: false,
    name: label,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol,
    itemStyle: { color },
    lineStyle: { color, width: 1.8, type: dash },
    data: sorted.map((cell) => {
      const value = pick(cell);
      // A dash is a gap: a line across it would say what nobody measured.
      const symbolSize = sustains(cell) === true ? 9 : 5;
      return { value: [offered(cell), value ?? '-'], symbolSize };
    }),
  };
}

/** Around the last point that held. */
function kneeRing(group: readonly CellSummary[], heldPerSec: number, { color }: SeriesStyle) {
  const at = group.find((cell) => offered(cell) === heldPerSec);
  const timeNs = at === undefined ? null : p99(at);
  return {
    type: 'scatter',
    xAxisIndex: P99_PANEL,
    yAxisIndex: P99_PANEL,
    symbol: 'circle',
    symbolSize: 18,
    itemStyle: { color: 'transparent', borderColor: color, borderWidth: 1.5, opacity: 1 },
    data: timeNs === null ? [] : [[heldPerSec, timeNs]],
  };
}

/** In the panel whose figure it is about; there is none for the others. */
function boundLines({ bound: { figure, belowNs } }: ScenarioKnees, top: number) {
  const panel = figure === 'p50' ? P50_PANEL : P99_PANEL;
  return figure === 'p50' || figure === 'p99' ? [dashed(panel, [0, belowNs], [top, belowNs])] : [];
}

function dashed(panel: number, from: readonly [number, number], to: readonly [number, number]) {
  return {
    type: 'line',
    clip: false,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol: 'none',
    silent: true,
    lineStyle: { color: INK, width: 1, type: 'dashed' },
    data: [from, to],
  };
}

function isOpen(cell: CellSummary): boolean {
  return cell.load.loop === 'open';
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
