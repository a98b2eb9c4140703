import type { CellSummary } from '../../stats/cell-summary.ts';
import { type Ranking, type RankMetric, rankMetricOf } from '../../stats/rank.ts';
import { METRIC_OF_RANKING } from '../../stats/trial-points.ts';
import { chooseDrawn, ROWS_MAX } from '../charts/choose-drawn.ts';
import {
  greatestDistance,
  POINTS_MAX,
  type TrialRow,
  trialsChart,
} from '../charts/trials-chart.ts';
import {
  formatByteRate,
  formatPercent,
  formatRate,
  formatTime,
  listSome,
  NOTHING,
} from '../text/format.ts';
import type { CellsShown } from './cells-shown.ts';
import { renderDrawing } from './drawing.ts';
import { figureCell, intervalCell } from './figure-cell.ts';
import { foldTable } from './fold-table.ts';
import { left, renderTable, right, wrapped } from './table.ts';

const CAPTION =
  'A point for every trial, from top to bottom in the order of measurement; the upright stroke is their median, the bar its interval. Crosses beneath: trials that are not complete and count for nothing.';

const FIGURES = {
  throughput: 'messages per second',
  'cpu-per-message': 'server CPU / message',
  'sustained-rate': 'p99 response time',
  'cpu-per-delivery': 'server CPU / delivery',
} as const satisfies Record<RankMetric, string>;

/** Every trial of the cells that a ranking is about, by the figure that it goes by. */
export function renderTrialPoints(
  id: string,
  ranking: Ranking,
  { cells, evidence, styles }: Omit<CellsShown, 'best'>,
): string {
  const rate = chooseRate(cells, ranking);
  const rows = cells
    .filter((cell) => rankMetricOf(cell) === ranking.metric && rateOf(cell) === rate)
    .map((cell): TrialRow => {
      const estimate = cell.metrics[METRIC_OF_RANKING[ranking.metric]];
      const points = evidence.cells[cell.cell]?.points ?? [];
      return { label: cell.label, estimate, points };
    });
  // A single trial of each is what the chart of costs shows.
  if (rows.every(({ points }) => points.length < 2)) return '';
  const format = formatOf(ranking);
  const best = ranking.places.map(({ label }) => label);
  const drawn = chooseDrawn(rows, best, ROWS_MAX);
  const at = rate === null ? '' : ` at ${formatRate(rate)}`;
  const bytes = ranking.metric === 'throughput' && ranking.blockBytes !== null;
  const name = bytes ? 'bytes each way' : `${FIGURES[ranking.metric]}${at}`;
  const chart = trialsChart(id, drawn, styles, { name, format });
  if (chart === null) return '';
  const dense = drawn.items.some(({ points }) => points.length > POINTS_MAX);
  const cut = dense ? ` Of more than ${POINTS_MAX} trials the first are drawn.` : '';
  return [
    '<h3>Every trial</h3>',
    renderDrawing(chart, `${CAPTION}${cut}${drawn.note}`),
    foldTable(renderRows(rows, name, format), rows.length),
  ].join('\n');
}

/** Trials listed in one row of the table. */
const LISTED_MAX = 40;

function renderRows(
  rows: readonly TrialRow[],
  name: string,
  format: (value: number) => string,
): string {
  return renderTable(
    `Every trial by ${name}, in the order of measurement.`,
    [
      left('strategy'),
      right('median'),
      right('interval'),
      right('farthest from it'),
      wrapped('complete trials'),
      wrapped('others'),
    ],
    rows.map((row) => {
      const list = (of: readonly string[]) => listSome(of, LISTED_MAX) || NOTHING;
      return {
        cells: [
          row.label,
          figureCell(row.estimate?.center ?? null, format),
          row.estimate === null ? NOTHING : intervalCell(row.estimate, format),
          figureCell(greatestDistance(row), formatPercent),
          list(row.points.filter(isComplete).map(({ value }) => format(value))),
          list(
            row.points
              .filter((point) => !isComplete(point))
              .map(({ value, status }) => `${format(value)} (${status})`),
          ),
        ],
      };
    }),
  );
}

function isComplete({ status }: TrialRow['points'][number]): boolean {
  return status === 'complete';
}

function formatOf({ metric, blockBytes: bytes }: Ranking): (value: number) => string {
  if (metric !== 'throughput') return formatTime;
  return bytes === null ? formatRate : (blocks) => formatByteRate(blocks * bytes);
}

/** The rate at which all can be compared; the lowest where there is none; null in a closed loop. */
function chooseRate(cells: readonly CellSummary[], ranking: Ranking): number | null {
  const rates = cells
    .filter((cell) => rankMetricOf(cell) === ranking.metric)
    .map(rateOf)
    .filter((rate) => rate !== null);
  if (rates.length === 0) return null;
  return ranking.commonRatePerSec ?? Math.min(...rates);
}

function rateOf({ load }: CellSummary): number | null {
  return load.loop === 'open' ? load.offeredRatePerSec : null;
}
