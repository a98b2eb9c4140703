import type { CellSummary } from '../../stats/cell-summary.ts';
import { formatBytes, formatRate, formatTime, formatWholeShare, NOTHING } from '../text/format.ts';
import { MEMORY_AID, type MemoryMetric } from '../words/memory.ts';
import { countCell, isApart, metricCell, nameCell } from './figure-cell.ts';
import { left, renderTable, right } from './table.ts';

/** The tables of a chat: what its deliveries cost, and where every one of them went. */
export function renderDeliveries(
  cells: readonly CellSummary[],
  memory: MemoryMetric | null,
): string {
  return [renderTimes(cells, memory), renderSums(cells)].join('\n');
}

function renderTimes(cells: readonly CellSummary[], memory: MemoryMetric | null): string {
  const aid = memory === null ? '' : ` ${MEMORY_AID[memory]}`;
  return renderTable(
    `Deliveries, server CPU for each, and the times from a message’s intended start to the first, the median and the last of its receivers. Medians over trials.${aid}`,
    [
      left('strategy'),
      right('delivered'),
      right('deliveries'),
      right('CPU / delivery'),
      right('first p50'),
      right('p99'),
      right('median p50'),
      right('p99'),
      right('last p50'),
      right('p99'),
      right('memory'),
    ],
    cells.map((cell) => ({
      cells: [
        nameCell(cell),
        metricCell(cell, 'deliveredShare', formatWholeShare),
        metricCell(cell, 'deliveriesPerSec', formatRate),
        metricCell(cell, 'cpuNsPerDelivery', formatTime),
        metricCell(cell, 'firstReceiverP50Ns', formatTime),
        metricCell(cell, 'firstReceiverP99Ns', formatTime),
        metricCell(cell, 'medianReceiverP50Ns', formatTime),
        metricCell(cell, 'medianReceiverP99Ns', formatTime),
        metricCell(cell, 'responseP50Ns', formatTime),
        metricCell(cell, 'responseP99Ns', formatTime),
        memory === null ? NOTHING : metricCell(cell, memory, formatBytes),
      ],
      apart: isApart(cell),
    })),
  );
}

function renderSums(cells: readonly CellSummary[]): string {
  return renderTable(
    'Deliveries, sums over the complete trials: expected = delivered + lost + failed + unfinished. Excused are those owed to slow readers.',
    [
      left('strategy'),
      right('expected'),
      right('delivered'),
      right('lost'),
      right('failed'),
      right('unfinished'),
      right('excused'),
      right('slow readers'),
      right('disconnected'),
    ],
    cells.flatMap((cell) => {
      const { deliveries } = cell;
      if (deliveries === null) return [];
      const { expected, delivered, lost, failed, unfinished, excused } = deliveries;
      const figures = [expected, delivered, lost, failed, unfinished, excused];
      const slow = [deliveries.members, deliveries.disconnected];
      return [
        { cells: [nameCell(cell), ...[...figures, ...slow].map(countCell)], apart: isApart(cell) },
      ];
    }),
  );
}
