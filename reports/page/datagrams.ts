import type { CellSummary } from '../../stats/cell-summary.ts';
import { formatPercent, formatRate, NOTHING } from '../format.ts';
import { left, renderTable, right } from './table.ts';

/** What became of datagrams, in their own terms; for cells that have some. */
export function renderDatagrams(cells: readonly CellSummary[]): string {
  return renderTable(
    'Shares of the datagrams that were scheduled, over the complete trials. Lost: no reply within the time-out. Late: one that came after it. In the server’s receive buffer: thrown away by the kernel because it was full, a number that includes warm-ups.',
    [
      left('strategy'),
      right('offered'),
      right('lost'),
      right('in the server’s receive buffer'),
      right('late'),
      right('came twice'),
      right('overtaken'),
    ],
    cells.flatMap(({ label, load, datagrams, completeTrials }) => {
      if (datagrams === null) return [];
      return [
        {
          cells: [
            label,
            load.loop === 'open' ? formatRate(load.offeredRatePerSec) : NOTHING,
            formatPercent(datagrams.lostShare),
            datagrams.lostInServerBuffer?.toLocaleString('en-US') ?? 'not known',
            formatPercent(datagrams.lateShare),
            formatPercent(datagrams.doubledShare),
            formatPercent(datagrams.overtakenShare),
          ],
          apart: completeTrials === 0,
        },
      ];
    }),
  );
}
