import { median } from 'simple-statistics';
import type { ChatResult } from '../results/chat-result.ts';
import type { Distribution } from '../results/distribution.ts';
import { keepsConnection } from '../results/keeps-connection.ts';
import type { Counts, TrialResult } from '../results/trial-result.ts';
import {
  type CellConnections,
  type CellDeliveries,
  type CellLedger,
  type CellMetrics,
  type CellSummary,
  type ExcludedTrial,
  METRIC_NAMES,
  type MetricName,
} from './cell-summary.ts';
import { summarizeDatagrams } from './datagram-summary.ts';
import { labelCells } from './label-cells.ts';
import { metricOf } from './metric-of.ts';
import { type CurvePoint, mergeDistributions, traceCurve } from './percentile-curve.ts';
import { type Estimate, estimate, type Sample } from './sample.ts';

/** Trials to cells, in the order in which each cell first appears. */
export function summarizeCells(trials: readonly TrialResult[]): readonly CellSummary[] {
  const labels = labelCells(trials.map((result) => result.trial));
  const groups = Map.groupBy(trials, (result) => result.trial.cell);
  return [...groups].flatMap(([cell, group]) => {
    const [first] = group;
    return first === undefined ? [] : [summarizeCell(first, group, labels.get(cell) ?? cell)];
  });
}

function summarizeCell(
  first: TrialResult,
  group: readonly TrialResult[],
  label: string,
): CellSummary {
  const complete = group.filter((result) => result.status === 'complete');
  const { cell, scenario, strategy, service, transport, workload, load } = first.trial;
  return {
    cell,
    scenario,
    label,
    strategy,
    service,
    transport,
    workload,
    load,
    completeTrials: complete.length,
    metrics: estimateMetrics(complete),
    connections: summarizeConnections(complete, keepsConnection(workload)),
    ledger: sumLedger(complete.map((result) => result.counts)),
    deliveries: sumDeliveries(
      complete.map(({ chat }) => chat).filter((chat) => chat !== undefined),
    ),
    datagrams: summarizeDatagrams(complete),
    responseCurve: mergeCurve(complete, (result) => result.responseTimeNs),
    serviceCurve: mergeCurve(complete, (result) => result.serviceTimeNs),
    excluded: group.flatMap(excludedTrial),
  };
}

function estimateMetrics(trials: readonly TrialResult[]): CellMetrics {
  const over = (metric: MetricName): Estimate | null =>
    estimate(
      trials.flatMap((result): Sample[] => {
        const value = metricOf(result, metric);
        return value === null ? [] : [{ repetition: result.trial.repetition, value }];
      }),
    );
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, over(name)])) as CellMetrics;
}

function summarizeConnections(
  trials: readonly TrialResult[],
  conversation: boolean,
): CellConnections {
  const middle = (pick: (result: TrialResult) => number): number =>
    trials.length === 0 ? 0 : median(trials.map(pick));
  const served = middle((result) => result.connections.served);
  const closedByServer = middle((result) => result.connections.closedByServer);
  const answered = middle((result) => result.counts.answeredInWindow);
  return {
    attempted: middle((result) => result.connections.attempted),
    served,
    starved: middle((result) => result.connections.starved),
    closedByServer,
    oneReplyEach: conversation && served > 0 && closedByServer >= served && answered <= served,
  };
}

function sumLedger(counts: readonly Counts[]): CellLedger {
  const total = (pick: (counts: Counts) => number): number =>
    counts.reduce((sum, each) => sum + pick(each), 0);
  const failed = new Map<string, number>();
  for (const each of counts) {
    for (const [code, n] of Object.entries(each.failed)) {
      failed.set(code, (failed.get(code) ?? 0) + n);
    }
  }
  return {
    scheduled: total((each) => each.scheduled),
    ok: total((each) => each.ok),
    failed: Object.fromEntries([...failed].sort(([a], [b]) => (a < b ? -1 : 1))),
    timedOut: total((each) => each.timedOut),
    lost: total((each) => each.lost),
    dropped: total((each) => each.dropped),
    unfinished: total((each) => each.unfinished),
  };
}

function sumDeliveries(chats: readonly ChatResult[]): CellDeliveries | null {
  if (chats.length === 0) return null;
  const total = (pick: (chat: ChatResult) => number): number =>
    chats.reduce((sum, chat) => sum + pick(chat), 0);
  const isCounted = chats.every(({ slowReaders }) => slowReaders.countedByServer !== undefined);
  return {
    expected: total(({ deliveries }) => deliveries.expected),
    delivered: total(({ deliveries }) => deliveries.delivered),
    lost: total(({ deliveries }) => deliveries.lost),
    failed: total(({ deliveries }) => deliveries.failed),
    unfinished: total(({ deliveries }) => deliveries.unfinished),
    duplicated: total(({ deliveries }) => deliveries.duplicated),
    misordered: total(({ deliveries }) => deliveries.misordered),
    excused: total(({ deliveries }) => deliveries.excused),
    members: total(({ slowReaders }) => slowReaders.members),
    disconnected: total(({ slowReaders }) => slowReaders.disconnected),
    ...(isCounted
      ? { countedByServer: total(({ slowReaders }) => slowReaders.countedByServer ?? 0) }
      : {}),
  };
}

function mergeCurve(
  trials: readonly TrialResult[],
  pick: (result: TrialResult) => Distribution | null,
): readonly CurvePoint[] {
  const merged = mergeDistributions(trials.map(pick).filter((part) => part !== null));
  return merged === null ? [] : traceCurve(merged);
}

function excludedTrial(result: TrialResult): readonly ExcludedTrial[] {
  const { status } = result;
  return status === 'complete' ? [] : [{ id: result.trial.id, status, reasons: result.reasons }];
}
