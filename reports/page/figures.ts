import { blockBytes } from '../../results/trial.ts';
import type { CellSummary } from '../../stats/cell-summary.ts';
import type { CurvePoint } from '../../stats/percentile-curve.ts';
import { sustains } from '../../stats/rate-series.ts';
import {
  capitalize,
  formatByteRate,
  formatBytes,
  formatCount,
  formatRate,
  formatServed,
  formatTime,
  NOTHING,
} from '../text/format.ts';
import { MEMORY_AID, type MemoryMetric } from '../words/memory.ts';
import { countCell, figureCell, isApart, metricCell, nameCell } from './figure-cell.ts';
import { type HtmlCell, left, renderTable, right } from './table.ts';

/** The tables beneath the charts: the same figures, for whoever wants to read them off. */

export function renderCosts(cells: readonly CellSummary[], memory: MemoryMetric | null): string {
  const streams = cells.some(({ workload }) => blockBytes(workload) !== null);
  const aid = memory === null ? '' : ` ${capitalize(MEMORY_AID[memory])}`;
  return renderTable(
    `Throughput, server CPU per message, memory and time from connect to first reply. Medians over trials.${aid}`,
    [
      left('strategy'),
      right('throughput'),
      ...(streams ? [right('bytes each way')] : []),
      right('CPU / message'),
      right('memory'),
      right('first reply, median'),
      right('first reply, last'),
      right('complete trials'),
    ],
    cells.map((cell) => ({
      cells: [
        nameCell(cell),
        metricCell(cell, 'throughputPerSec', formatRate),
        ...(streams ? [bytesCell(cell)] : []),
        metricCell(cell, 'cpuNsPerMessage', formatTime),
        memory === null ? NOTHING : metricCell(cell, memory, formatBytes),
        metricCell(cell, 'firstReplyP50Ns', formatTime),
        metricCell(cell, 'firstReplyMaxNs', formatTime),
        countCell(cell.completeTrials),
      ],
      apart: isApart(cell),
    })),
  );
}

export function renderLoads(cells: readonly CellSummary[]): string {
  return renderTable(
    'Response time against offered rate. Medians over trials.',
    [
      left('strategy'),
      right('offered'),
      right('achieved'),
      right('p50'),
      right('p99'),
      right('p99.9'),
      left('sustained'),
    ],
    cells.map((cell) => ({
      cells: [
        cell.label,
        figureCell(cell.load.loop === 'open' ? cell.load.offeredRatePerSec : null, formatRate),
        metricCell(cell, 'throughputPerSec', formatRate),
        metricCell(cell, 'responseP50Ns', formatTime),
        metricCell(cell, 'responseP99Ns', formatTime),
        metricCell(cell, 'responseP999Ns', formatTime),
        describeSustained(cell),
      ],
      apart: isApart(cell),
    })),
  );
}

/** Where no trial is sound nothing is known of the server: often the load was the limit. */
function describeSustained(cell: CellSummary): string {
  if (cell.completeTrials === 0) return 'not known';
  return sustains(cell) === true ? 'yes' : 'no';
}

export function renderPercentiles(cells: readonly CellSummary[]): string {
  return renderTable(
    'Response time and service time: medians over trials of each percentile; the last two from the histograms of all trials added up.',
    [
      left('strategy'),
      right('response p50'),
      right('p99'),
      right('p99.9'),
      right('service p50'),
      right('p99'),
      right('response p99.99'),
      right('service p99.99'),
    ],
    cells.map((cell) => ({
      cells: [
        nameCell(cell),
        metricCell(cell, 'responseP50Ns', formatTime),
        metricCell(cell, 'responseP99Ns', formatTime),
        metricCell(cell, 'responseP999Ns', formatTime),
        metricCell(cell, 'serviceP50Ns', formatTime),
        metricCell(cell, 'serviceP99Ns', formatTime),
        timeAt(cell.responseCurve, 0.9999),
        timeAt(cell.serviceCurve, 0.9999),
      ],
      apart: isApart(cell),
    })),
  );
}

export function renderLedger(cells: readonly CellSummary[]): string {
  return renderTable(
    'Sums over the complete trials: scheduled = ok + failed + timed out + lost + dropped + unfinished. Served and starved connections are medians.',
    [
      left('strategy'),
      right('scheduled'),
      right('ok'),
      right('failed'),
      right('timed out'),
      right('lost'),
      right('dropped'),
      right('unfinished'),
      right('served'),
      right('starved'),
    ],
    cells.map((cell) => {
      const { ledger, connections } = cell;
      return {
        cells: [
          nameCell(cell),
          countCell(ledger.scheduled),
          countCell(ledger.ok),
          failedCell(ledger.failed),
          countCell(ledger.timedOut),
          countCell(ledger.lost),
          countCell(ledger.dropped),
          countCell(ledger.unfinished),
          figureCell(connections.served, (served) => formatServed(served, connections.attempted)),
          figureCell(connections.starved, formatCount),
        ],
        apart: isApart(cell),
      };
    }),
  );
}

function failedCell(failed: CellSummary['ledger']['failed']): HtmlCell {
  const codes = Object.entries(failed).filter(([, count]) => count > 0);
  const told = codes.map(([code, count]) => `${count.toLocaleString('en-US')} ${code}`);
  const order = codes.reduce((sum, [, count]) => sum + count, 0);
  return { text: told.join(', ') || '0', order };
}

function bytesCell(cell: CellSummary): HtmlCell {
  const bytes = blockBytes(cell.workload);
  if (bytes === null) return figureCell(null, formatByteRate);
  return metricCell(cell, 'throughputPerSec', (blocks) => formatByteRate(blocks * bytes));
}

function timeAt(curve: readonly CurvePoint[], quantile: number): HtmlCell {
  const point = curve.find((each) => Math.abs(each.quantile - quantile) < 1e-9);
  return figureCell(point?.timeNs ?? null, formatTime);
}
