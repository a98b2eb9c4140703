import { blockBytes } from '../results/trial.ts';
import type { CellSummary, MetricName } from '../stats/cell-summary.ts';
import type { DatagramSummary } from '../stats/datagram-summary.ts';
import { rankMetricOf, reasonApart } from '../stats/rank.ts';
import type { ScenarioReport } from './report.ts';
import {
  formatByteRate,
  formatBytes,
  formatCount,
  formatEstimate,
  formatPercent,
  formatServed,
  formatSpread,
  formatTime,
  formatWholeShare,
  NOTHING,
} from './text/format.ts';
import { describeCell, describePlace } from './words/answer.ts';

/** A scenario as columns of text, for every format that has tables. */
export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  readonly right: boolean;
}
export type ColumnId = keyof typeof COLUMNS;

export interface TableRow {
  readonly cell: CellSummary;
  /** Not comparable with the others: shown in parentheses, dimmed where that is possible. */
  readonly apart: boolean;
  readonly texts: Readonly<Record<ColumnId, string>>;
}

/** Measured, but not worth comparing. */
const HIDDEN = '·';

const COLUMNS = {
  place: ['#', false],
  label: ['strategy', false],
  offered: ['offered/s', true],
  served: ['served', true],
  throughput: ['msg/s', true],
  lost: ['lost', true],
  late: ['late', true],
  doubled: ['twice', true],
  overtaken: ['overtaken', true],
  bytes: ['each way', true],
  delivered: ['delivered', true],
  deliveries: ['deliv./s', true],
  firstP50: ['first p50', true],
  medianP50: ['median', true],
  p50: ['p50', true],
  p99: ['p99', true],
  p999: ['p99.9', true],
  cpu: ['CPU/msg', true],
  cpuDelivery: ['CPU/delivery', true],
  memory: ['memory', true],
  note: ['note', false],
} as const satisfies Record<string, readonly [string, boolean]>;

/** In a chat one message is heard by many, and its times are those to its last receiver. */
const CHAT_ONLY: readonly ColumnId[] = [
  'delivered',
  'deliveries',
  'firstP50',
  'medianP50',
  'cpuDelivery',
];
const NOT_IN_CHAT: readonly ColumnId[] = ['throughput', 'bytes', 'p999', 'cpu'];
const CHAT_TITLES: Partial<Record<ColumnId, string>> = { p50: 'last p50', p99: 'last p99' };
/** What happens to datagrams alone. */
const OF_DATAGRAMS: readonly ColumnId[] = ['lost', 'late', 'doubled', 'overtaken'];

/** The columns that make sense for the scenario's loads. */
export function chooseColumns(scenario: ScenarioReport): readonly Column[] {
  const open = scenario.cells.some((cell) => cell.load.loop === 'open');
  const chats = isChat(scenario);
  const streams = scenario.cells.some((cell) => blockBytes(cell.workload) !== null);
  const datagrams = scenario.cells.some((cell) => cell.transport === 'udp');
  const ids = Object.keys(COLUMNS) as ColumnId[];
  return ids
    .filter((id) => open || id !== 'offered')
    .filter((id) => streams || id !== 'bytes')
    .filter((id) => datagrams || !OF_DATAGRAMS.includes(id))
    .filter((id) => !(chats ? NOT_IN_CHAT : CHAT_ONLY).includes(id))
    .map((id) => ({
      id,
      title: (chats ? CHAT_TITLES[id] : undefined) ?? titleOf(id, open),
      right: COLUMNS[id][1],
    }));
}

/** A scenario has one workload. */
export function isChat({ cells }: ScenarioReport): boolean {
  return cells.length > 0 && cells.every(({ workload }) => workload.kind === 'chat');
}

/** One row per cell, in teaching order. Times are response times. */
export function tabulate(
  scenario: ScenarioReport,
  options: { spread: boolean; apart: boolean },
): readonly TableRow[] {
  return scenario.cells.map((cell) => {
    const apart = reasonApart(cell) !== null;
    const show = (metric: MetricName, format: (value: number) => string) => {
      const text = formatEstimate(cell.metrics[metric], format);
      if (!apart || text === NOTHING) return text;
      return options.apart || metric === 'throughputPerSec' ? `(${text})` : HIDDEN;
    };
    const spreadOf = (metric: MetricName) =>
      options.spread && !apart ? formatSpread(cell.metrics[metric]) : '';
    const { served, attempted } = cell.connections;
    const texts = {
      place: describePlace(rankingOf(scenario, cell), cell.label),
      label: cell.label,
      offered: cell.load.loop === 'open' ? formatCount(cell.load.offeredRatePerSec) : '',
      served: cell.completeTrials === 0 ? NOTHING : formatServed(served, attempted),
      throughput: `${show('throughputPerSec', formatCount)}${spreadOf('throughputPerSec')}`,
      bytes: showBytes(cell, show),
      delivered: show('deliveredShare', formatWholeShare),
      deliveries: show('deliveriesPerSec', formatCount),
      firstP50: show('firstReceiverP50Ns', formatTime),
      medianP50: show('medianReceiverP50Ns', formatTime),
      ...showDatagrams(cell.datagrams),
      p50: show('responseP50Ns', formatTime),
      p99: show('responseP99Ns', formatTime),
      p999: show('responseP999Ns', formatTime),
      cpu: show('cpuNsPerMessage', formatTime),
      cpuDelivery: `${show('cpuNsPerDelivery', formatTime)}${spreadOf('cpuNsPerDelivery')}`,
      memory: scenario.memory === null ? NOTHING : show(scenario.memory, formatBytes),
      note: describeCell(cell).join('; '),
    };
    return { cell, apart: apart || cell.completeTrials === 0, texts };
  });
}

function showDatagrams(datagrams: DatagramSummary | null) {
  const show = (share: number | undefined) =>
    share === undefined ? NOTHING : formatPercent(share);
  return {
    lost: show(datagrams?.lostShare),
    late: show(datagrams?.lateShare),
    doubled: show(datagrams?.doubledShare),
    overtaken: show(datagrams?.overtakenShare),
  };
}

/** What it carries in bytes, which is what a stream is about. */
function showBytes(
  { workload }: CellSummary,
  show: (metric: MetricName, format: (value: number) => string) => string,
): string {
  const bytes = blockBytes(workload);
  if (bytes === null) return '';
  return show('throughputPerSec', (blocks) => formatByteRate(blocks * bytes));
}

function rankingOf(scenario: ScenarioReport, cell: CellSummary) {
  const metric = rankMetricOf(cell);
  return scenario.rankings.find((ranking) => ranking.metric === metric);
}

function titleOf(id: ColumnId, open: boolean): string {
  return id === 'throughput' && open ? 'achieved/s' : COLUMNS[id][0];
}
