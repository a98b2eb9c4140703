import type { WorkerShares } from '../../stats/worker-shares.ts';
import { formatPercent } from '../text/format.ts';
import { linearAxis, panelTitle } from './axes.ts';
import type { Drawn } from './choose-drawn.ts';
import { joinNames } from './finding.ts';
import type { Chart } from './render-chart.ts';
import { LABEL_WIDTH, rowAxis } from './row-axis.ts';
import { INK, type SeriesStyle, styleOf } from './series-style.ts';
import type { DrawingApi } from './whisker.ts';

/** A strategy with its workers. */
export interface WorkerRow {
  readonly label: string;
  readonly workers: WorkerShares;
}

const ROW_HEIGHT = 34;
const BAR_HEIGHT = 18;
/** Narrower pieces could not be seen: the rest of them is one. */
const PIECES_MAX = 40;

/** A bar per strategy, cut into its workers by the clients of each. */
export function workersChart(
  id: string,
  rows: Pick<Drawn<WorkerRow>, 'items' | 'all'>,
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const drawn = rows.items;
  if (drawn.length === 0) return null;
  const labels = drawn.map(({ label }) => label);
  return {
    id,
    finding: describeWorkers(rows.all),
    description: `A bar for each of ${labels.join(', ')}, cut into its workers, the busiest first. The figures are in the table below.`,
    width: 960,
    height: drawn.length * ROW_HEIGHT + 85,
    option: {
      title: [panelTitle('share of the clients on each worker', LABEL_WIDTH)],
      grid: [{ left: LABEL_WIDTH, width: 620, top: 28, bottom: 48 }],
      xAxis: [{ ...linearAxis(0, 'share of the clients', formatPercent), max: 1, interval: 0.25 }],
      yAxis: [rowAxis(labels, 0)],
      series: [pieces(drawn, styles)],
    },
  };
}

function pieces(rows: readonly WorkerRow[], styles: ReadonlyMap<string, SeriesStyle>) {
  const colors = rows.map(({ label }) => (styles.get(label) ?? styleOf(0)).color);
  return {
    type: 'custom',
    encode: { x: [0, 1], y: 2 },
    data: rows.flatMap(({ workers }, row) => cut(workers.clients).map((piece) => [...piece, row])),
    renderItem: (_: unknown, api: DrawingApi) => {
      const row = api.value(2);
      const [left, middle] = api.coord([api.value(0), row]);
      const [right] = api.coord([api.value(1), row]);
      // A gap between the workers, not a colour for each.
      const width = Math.max(1, right - left - 2);
      const shape = { x: left, y: middle - BAR_HEIGHT / 2, width, height: BAR_HEIGHT };
      return { type: 'rect', shape, style: { fill: colors[row] ?? INK } };
    },
  };
}

/** Where each worker's piece begins and ends, as shares of the whole. */
function cut(clients: readonly number[]): readonly (readonly [number, number])[] {
  const all = clients.reduce((sum, count) => sum + count, 0);
  const ends: (readonly [number, number])[] = [];
  let before = 0;
  for (const count of clients.slice(0, PIECES_MAX)) {
    if (count === 0) break;
    ends.push([before / all, (before + count) / all]);
    before += count;
  }
  if (before < all) ends.push([before / all, 1]);
  return ends;
}

/** Fair enough: no worker has a tenth more than its fair share in any trial. */
const FAIR_EXCESS = 1.1;

function describeWorkers(rows: readonly WorkerRow[]): string {
  const [fair, unfair] = [rows.filter(isFair), rows.filter((row) => !isFair(row))];
  const told = unfair.map(({ label, workers: { clients, leastShare, mostShare } }) => {
    const range =
      formatPercent(leastShare) === formatPercent(mostShare)
        ? formatPercent(mostShare)
        : `${formatPercent(leastShare)} to ${formatPercent(mostShare)}`;
    return `the busiest of ${clients.length} workers of ${label} has ${range} of the clients`;
  });
  const even =
    fair.length === 0
      ? []
      : [`the clients of ${joinNames(fair.map(({ label }) => label))} lie evenly on the workers`];
  const sentence = [...told, ...even].join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function isFair({ workers: { clients, mostShare } }: WorkerRow): boolean {
  return mostShare * clients.length <= FAIR_EXCESS;
}
