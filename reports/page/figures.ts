import { blockBytes } from '../../results/trial.ts';
import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import type { CurvePoint } from '../../stats/percentile-curve.ts';
import { reasonApart } from '../../stats/rank.ts';
import { sustains } from '../../stats/rate-series.ts';
import {
  formatByteRate,
  formatBytes,
  formatCount,
  formatEstimate,
  formatRate,
  formatServed,
  formatTime,
  NOTHING,
} from '../format.ts';
import { MEMORY_AID, type MemoryMetric } from '../memory.ts';
import { left, renderTable, right } from './table.ts';

/** The tables beneath the charts: the same figures, for whoever wants to read them off. */

export function renderCosts(cells: readonly CellSummary[], memory: MemoryMetric | null): string {
  const streams = cells.some(({ workload }) => blockBytes(workload) !== null);
  const aid = memory === null ? '' : ` ${MEMORY_AID[memory]}`;
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
        show(cell, 'throughputPerSec', formatRate),
        ...(streams ? [showBytes(cell)] : []),
        show(cell, 'cpuNsPerMessage', formatTime),
        memory === null ? NOTHING : show(cell, memory, formatBytes),
        show(cell, 'firstReplyP50Ns', formatTime),
        show(cell, 'firstReplyMaxNs', formatTime),
        String(cell.completeTrials),
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
        cell.load.loop === 'open' ? formatRate(cell.load.offeredRatePerSec) : NOTHING,
        show(cell, 'throughputPerSec', formatRate),
        show(cell, 'responseP50Ns', formatTime),
        show(cell, 'responseP99Ns', formatTime),
        show(cell, 'responseP999Ns', formatTime),
        sustains(cell) === true ? 'yes' : 'no',
      ],
      apart: isApart(cell),
    })),
  );
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
        show(cell, 'responseP50Ns', formatTime),
        show(cell, 'responseP99Ns', formatTime),
        show(cell, 'responseP999Ns', formatTime),
        show(cell, 'serviceP50Ns', formatTime),
        show(cell, 'serviceP99Ns', formatTime),
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
      const failed = Object.entries(ledger.failed).filter(([, count]) => count > 0);
      return {
        cells: [
          nameCell(cell),
          exact(ledger.scheduled),
          exact(ledger.ok),
          failed.length === 0
            ? '0'
            : failed.map(([code, count]) => `${exact(count)} ${code}`).join(', '),
          exact(ledger.timedOut),
          exact(ledger.lost),
          exact(ledger.dropped),
          exact(ledger.unfinished),
          formatServed(connections.served, connections.attempted),
          formatCount(connections.starved),
        ],
        apart: isApart(cell),
      };
    }),
  );
}

function showBytes(cell: CellSummary): string {
  const bytes = blockBytes(cell.workload);
  if (bytes === null) return NOTHING;
  return show(cell, 'throughputPerSec', (blocks) => formatByteRate(blocks * bytes));
}

export function nameCell(cell: CellSummary): string {
  if (cell.load.loop === 'closed') return cell.label;
  return `${cell.label} at ${formatCount(cell.load.offeredRatePerSec)}/s`;
}

export function isApart(cell: CellSummary): boolean {
  return cell.completeTrials === 0 || reasonApart(cell) !== null;
}

/** Parentheses around what cannot be compared. */
export function show(
  cell: CellSummary,
  metric: MetricName,
  format: (value: number) => string,
): string {
  const text = formatEstimate(cell.metrics[metric], format);
  return isApart(cell) && text !== NOTHING ? `(${text})` : text;
}

function timeAt(curve: readonly CurvePoint[], quantile: number): string {
  const point = curve.find((each) => Math.abs(each.quantile - quantile) < 1e-9);
  return point === undefined ? NOTHING : formatTime(point.timeNs);
}

export function exact(count: number): string {
  return count.toLocaleString('en-US');
}
