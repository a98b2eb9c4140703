import { blockBytes } from '../results/trial.ts';
import type { CellSummary } from './cell-summary.ts';
import { type RatedSeries, rateSeries, sustains } from './rate-series.ts';
import { type Estimate, MIN_TRIALS_FOR_CLAIM } from './sample.ts';
import { canTellApart } from './tell-apart.ts';

/**
 * What decides. Where clients think between messages they set the pace, not the server: then the
 * cost of a message decides, and less is better. In a chat the speakers set it: there it is the cost
 * of a delivery.
 */
export type RankMetric = 'throughput' | 'cpu-per-message' | 'sustained-rate' | 'cpu-per-delivery';

/** Who did best at what a scenario asks, with ties, and who is not in the comparison. */
export interface Ranking {
  readonly metric: RankMetric;
  /** Best median first. */
  readonly places: readonly Place[];
  /** Serves fewer connections than came, so its figures answer another question. */
  readonly apart: readonly SetApart[];
  /** No complete trial. */
  readonly invalid: readonly SetApart[];
  /** Open loop: the highest rate that every ranked strategy sustained; null for none. */
  readonly commonRatePerSec: number | null;
  /** Bytes of a message, each way, where all cells stream blocks of one size; null elsewhere. */
  readonly blockBytes: number | null;
}

export interface Place {
  /**
   * Those that cannot be told apart from the first of their group share a rank: 1, 1, 3. Null: no
   * claim, because it, or one with a better median, has too few trials.
   */
  readonly rank: number | null;
  readonly tied: boolean;
  readonly label: string;
  /** Throughput or the highest offered rate sustained, per second; or CPU per message or delivery, ns. */
  readonly value: Estimate;
  /** Open loop: p99 response time at the common rate. */
  readonly p99AtCommonRate: Estimate | null;
}

export interface SetApart {
  readonly label: string;
  readonly reason: string;
}

/** Fewer served than this share of those that came: it does not serve them all. */
const SERVES_ALL = 0.99;

/** One ranking per kind of load in the scenario: closed loop first. */
export function rankScenario(cells: readonly CellSummary[]): readonly Ranking[] {
  const metrics = ['throughput', 'cpu-per-message', 'sustained-rate', 'cpu-per-delivery'] as const;
  return metrics.flatMap((metric) => {
    const group = cells.filter((cell) => rankMetricOf(cell) === metric);
    if (group.length === 0) return [];
    if (metric === 'sustained-rate') return [rankRates(group)];
    return [metric === 'cpu-per-delivery' ? rankDeliveries(group) : rankByMetric(group, metric)];
  });
}

export function rankMetricOf({ load, workload }: CellSummary): RankMetric {
  if (workload.kind === 'chat') return 'cpu-per-delivery';
  if (load.loop === 'open') return 'sustained-rate';
  return load.thinkTimeNs > 0 ? 'cpu-per-message' : 'throughput';
}

/** Why a cell cannot stand beside those that serve everyone; null when it can. */
export function reasonApart(cell: CellSummary): string | null {
  const { attempted, served, oneReplyEach } = cell.connections;
  const few = served < attempted * SERVES_ALL;
  const share = `serves ${Math.round(served)} of ${Math.round(attempted)}`;
  if (few && oneReplyEach) return `${share}, 1 reply each, then hangs up`;
  if (few) return share;
  return oneReplyEach ? '1 reply each, then hangs up' : null;
}

/** Why nothing is known of a cell without a complete trial: `no complete trial: invalid (client-bound)`. */
export function reasonUnsound({ excluded }: Pick<CellSummary, 'excluded'>): string {
  const groups = Map.groupBy(excluded, ({ status }) => status);
  const told = [...groups].map(([status, trials]) => {
    const codes = new Set(trials.flatMap(({ reasons }) => reasons.flatMap(codeOf)));
    return codes.size === 0 ? status : `${status} (${[...codes].join(', ')})`;
  });
  return `no complete trial: ${told.join(', ')}`;
}

/** `client-bound` of `client-bound: messages left 1.5 ms late`. */
function codeOf(reason: string): string[] {
  const code = /^[a-z]+(?:-[a-z]+)*(?=: )/.exec(reason)?.[0];
  return code === undefined ? [] : [code];
}

function rankByMetric(
  cells: readonly CellSummary[],
  metric: 'throughput' | 'cpu-per-message',
): Ranking {
  const { ranked, apart, invalid } = separate(cells);
  const isThroughput = metric === 'throughput';
  const rows = ranked.flatMap(({ label, metrics }) => {
    const value = isThroughput ? metrics.throughputPerSec : metrics.cpuNsPerMessage;
    return value === null ? [] : [{ label, value, p99AtCommonRate: null }];
  });
  const sign = isThroughput ? -1 : 1;
  rows.sort((a, b) => sign * (a.value.center - b.value.center));
  return {
    metric,
    places: givePlaces(rows, (a, b) => !canTellApart(a.value, b.value)),
    apart,
    invalid,
    commonRatePerSec: null,
    blockBytes: commonBlockBytes(ranked),
  };
}

function rankRates(cells: readonly CellSummary[]): Ranking {
  const { ranked, apart, invalid } = separate(cells);
  const { series, commonRatePerSec } = rateSeries(ranked);
  const rows = [...series].sort(byRateThenP99);
  const rankedLabels = new Set(rows.map((row) => row.label));
  return {
    metric: 'sustained-rate',
    places: givePlaces(rows, sameRateAndP99),
    apart: apart.filter((each) => !rankedLabels.has(each.label)),
    invalid: invalid.filter((each) => !rankedLabels.has(each.label)),
    commonRatePerSec,
    blockBytes: commonBlockBytes(ranked),
  };
}

/**
 * At the highest rate that was sustained by all who sustained any: who falls behind is not asked what
 * a delivery costs, because it was cheaper in bulk.
 */
function rankDeliveries(cells: readonly CellSummary[]): Ranking {
  const { ranked, apart, invalid } = separate(cells);
  const groups = Map.groupBy(ranked, ({ label }) => label);
  const able = new Set([...groups.keys()].filter((label) => groups.get(label)?.some(sustains)));
  const { commonRatePerSec } = rateSeries(ranked.filter(({ label }) => able.has(label)));
  const rows = ranked
    .filter(({ load }) => load.loop === 'open' && load.offeredRatePerSec === commonRatePerSec)
    .flatMap(({ label, metrics: { cpuNsPerDelivery: value, responseP99Ns } }) =>
      value === null || !able.has(label) ? [] : [{ label, value, p99AtCommonRate: responseP99Ns }],
    )
    .sort((a, b) => a.value.center - b.value.center);
  const behind = [...groups.keys()].filter((label) => !able.has(label));
  return {
    metric: 'cpu-per-delivery',
    places: givePlaces(rows, (a, b) => !canTellApart(a.value, b.value)),
    apart: [...apart, ...behind.map((label) => ({ label, reason: 'rate not sustained' }))],
    invalid,
    commonRatePerSec,
    blockBytes: null,
  };
}

function commonBlockBytes(cells: readonly CellSummary[]): number | null {
  const [size, ...others] = new Set(cells.map(({ workload }) => blockBytes(workload)));
  return others.length === 0 ? (size ?? null) : null;
}

function byRateThenP99(a: RatedSeries, b: RatedSeries): number {
  const p99 = (row: RatedSeries) => row.p99AtCommonRate?.center ?? Number.POSITIVE_INFINITY;
  if (a.value.center !== b.value.center) return b.value.center - a.value.center;
  return p99(a) === p99(b) ? 0 : p99(a) - p99(b);
}

function sameRateAndP99(a: RatedSeries, b: RatedSeries): boolean {
  if (a.value.center !== b.value.center) return false;
  if (a.p99AtCommonRate === null || b.p99AtCommonRate === null) return true;
  return !canTellApart(a.p99AtCommonRate, b.p99AtCommonRate);
}

function separate(cells: readonly CellSummary[]) {
  const ranked: CellSummary[] = [];
  const apart = new Map<string, SetApart>();
  const invalid = new Map<string, SetApart>();
  for (const cell of cells) {
    const reason = reasonApart(cell);
    if (cell.completeTrials === 0) {
      invalid.set(cell.label, { label: cell.label, reason: reasonUnsound(cell) });
    } else if (reason !== null) apart.set(cell.label, { label: cell.label, reason });
    else ranked.push(cell);
  }
  return { ranked, apart: [...apart.values()], invalid: [...invalid.values()] };
}

/** Whether there are enough trials to claim a place with. */
export function isClaimed({ value }: Pick<Place, 'value'>): boolean {
  return value.trials >= MIN_TRIALS_FOR_CLAIM;
}

/** Competition ranking over sorted rows: a row shares the place of the first of a tied group. */
function givePlaces<Row extends Omit<Place, 'rank' | 'tied'>>(
  rows: readonly Row[],
  ties: (a: Row, b: Row) => boolean,
): readonly Place[] {
  const ranks: (number | null)[] = [];
  let leader: Row | undefined;
  let leaderRank = 0;
  let claimed = 0;
  let isOpen = false;
  for (const row of rows) {
    // Whoever may be before the rest leaves open which place is theirs.
    isOpen ||= !isClaimed(row);
    if (isOpen) {
      ranks.push(null);
      continue;
    }
    claimed++;
    if (leader === undefined || !ties(leader, row)) {
      leader = row;
      leaderRank = claimed;
    }
    ranks.push(leaderRank);
  }
  return rows.map(({ label, value, p99AtCommonRate }, index) => {
    const rank = ranks[index] ?? null;
    const tied = rank !== null && ranks.filter((other) => other === rank).length > 1;
    return { rank, tied, label, value, p99AtCommonRate };
  });
}
