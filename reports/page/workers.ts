import { chooseDrawn, ROWS_MAX } from '../charts/choose-drawn.ts';
import { type WorkerRow, workersChart } from '../charts/workers-chart.ts';
import { formatPercent, listSome } from '../text/format.ts';
import type { CellsShown } from './cells-shown.ts';
import { renderDrawing } from './drawing.ts';
import { countCell, figureCell, nameCell } from './figure-cell.ts';
import { foldTable } from './fold-table.ts';
import { left, renderTable, right, wrapped } from './table.ts';

const CAPTION =
  'Pieces of a bar: the workers, the busiest first, in the trial with the median throughput. Who accepts deals: the kernel, or the process in front of the workers. A strategy without a bar has one thread for all of its clients, or one for each.';

/** Where the clients of servers with several workers came to lie. */
export function renderWorkers(id: string, { cells, best, evidence, styles }: CellsShown): string {
  const rows = cells.flatMap((cell): (WorkerRow & { readonly name: string })[] => {
    const workers = evidence.cells[cell.cell]?.workers ?? null;
    // A single worker has everything.
    if (workers === null || workers.clients.length < 2) return [];
    return [{ label: cell.label, name: nameCell(cell), workers }];
  });
  const drawn = chooseDrawn(rows, best, ROWS_MAX);
  const chart = workersChart(id, drawn, styles);
  if (chart === null) return '';
  return [
    '<h3>Clients per worker</h3>',
    renderDrawing(chart, `${CAPTION}${drawn.note}`),
    foldTable(renderRows(rows), rows.length),
  ].join('\n');
}

/** Workers listed in one row of the table. */
const LISTED_MAX = 32;

function renderRows(rows: readonly (WorkerRow & { readonly name: string })[]): string {
  const peers = rows.some(({ workers }) => workers.counted === 'peers');
  return renderTable(
    `${peers ? 'Different senders' : 'Connections'} on each worker in the trial shown, and the busiest worker’s share in all complete trials.`,
    [
      left('strategy'),
      right('trial'),
      right('workers'),
      wrapped('on each'),
      right('busiest, least'),
      right('busiest, most'),
    ],
    rows.map(({ name, workers }) => ({
      cells: [
        name,
        countCell(workers.repetition + 1),
        countCell(workers.clients.length),
        listSome(workers.clients.map(String), LISTED_MAX),
        figureCell(workers.leastShare, formatPercent),
        figureCell(workers.mostShare, formatPercent),
      ],
    })),
  );
}
