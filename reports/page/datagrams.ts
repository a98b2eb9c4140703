import type { CellSummary } from '../../stats/cell-summary.ts';
import { formatPercent, formatRate } from '../text/format.ts';
import { countCell, figureCell } from './figure-cell.ts';
import { type HtmlCell, left, renderTable, right } from './table.ts';

/** What became of datagrams, in their own terms; for cells that have some. */
export function renderDatagrams(cells: readonly CellSummary[]): string {
  return renderTable(
    'Shares of the datagrams that were scheduled, over the complete trials. Lost: no reply within the time-out. Late: one that came after it. In the server’s receive buffer: thrown away by the kernel because it was full, a number that includes warm-ups. In other buffers: likewise, the load’s and those of other programs.',
    [
      left('strategy'),
      right('offered'),
      right('lost'),
      right('in the server’s receive buffer'),
      right('in other buffers'),
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
            figureCell(load.loop === 'open' ? load.offeredRatePerSec : null, formatRate),
            figureCell(datagrams.lostShare, formatPercent),
            knownCount(datagrams.lostInServerBuffer),
            knownCount(datagrams.lostInOtherBuffers),
            figureCell(datagrams.lateShare, formatPercent),
            figureCell(datagrams.doubledShare, formatPercent),
            figureCell(datagrams.overtakenShare, formatPercent),
          ],
          apart: completeTrials === 0,
        },
      ];
    }),
  );
}

function knownCount(count: number | null): HtmlCell {
  return count === null ? { text: 'not known', order: null } : countCell(count);
}
