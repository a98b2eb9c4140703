import type { Distribution } from '../../results/distribution.ts';
import { blockBytes } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { Report } from '../report.ts';
import { cleanText } from '../text/clean-text.ts';

type Value = string | number | null;

/** A row per trial, whatever its status; times in nanoseconds (RFC 4180, with a header line). */
export function renderCsv(report: Report): string {
  const lines = [
    COLUMNS.map(([title]) => title),
    ...report.trials.map((trial) => COLUMNS.map(([, pick]) => quote(pick(trial)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

type Column = readonly [string, (result: TrialResult) => Value];

const COLUMNS: readonly Column[] = [
  ['id', ({ trial }) => trial.id],
  ['scenario', ({ trial }) => trial.scenario],
  ['cell', ({ trial }) => trial.cell],
  ['strategy', ({ trial }) => trial.strategy],
  ['target', ({ trial }) => trial.target],
  ['service', ({ trial }) => trial.service],
  ['transport', ({ trial }) => trial.transport],
  ['workload', ({ trial }) => trial.workload.kind],
  ['loop', ({ trial }) => trial.load.loop],
  [
    'offeredRatePerSec',
    ({ trial }) => (trial.load.loop === 'open' ? trial.load.offeredRatePerSec : null),
  ],
  ['repetition', ({ trial }) => trial.repetition],
  ['seed', ({ trial }) => trial.seed],
  ['startedAt', (result) => result.startedAt],
  ['status', (result) => result.status],
  ['reasons', (result) => result.reasons.join('; ')],
  ['warnings', (result) => result.warnings.map((warning) => warning.code).join(' ')],
  ['scheduled', ({ counts }) => counts.scheduled],
  ['ok', ({ counts }) => counts.ok],
  ['failed', ({ counts }) => Object.values(counts.failed).reduce((sum, n) => sum + n, 0)],
  ['timedOut', ({ counts }) => counts.timedOut],
  ['lost', ({ counts }) => counts.lost],
  ['dropped', ({ counts }) => counts.dropped],
  ['unfinished', ({ counts }) => counts.unfinished],
  ['duplicated', ({ counts }) => counts.duplicated],
  ['reordered', ({ counts }) => counts.reordered],
  ['lostInServerBuffer', ({ receiveBufferLoss }) => receiveBufferLoss?.atServer ?? null],
  ['lostInReceiveBuffers', ({ receiveBufferLoss }) => receiveBufferLoss?.everywhere ?? null],
  ['attempted', ({ connections }) => connections.attempted],
  ['served', ({ connections }) => connections.served],
  ['starved', ({ connections }) => connections.starved],
  ['listenOverflows', ({ connections }) => connections.listenOverflows ?? null],
  ['measuredNs', (result) => result.measuredNs],
  ['throughputPerSec', (result) => result.throughputPerSec],
  ['bytesPerSecEachWay', bytesPerSecEachWay],
  ...distribution('responseTime', (result) => result.responseTimeNs),
  ...distribution('serviceTime', (result) => result.serviceTimeNs),
  ...distribution('sendLag', (result) => result.sendLagNs),
  ...distribution('connectTime', (result) => result.connectTimeNs),
  ...distribution('firstReplyTime', (result) => result.firstReplyTimeNs),
  ['serverCpuNs', ({ server }) => server?.cpuNs ?? null],
  ['serverCpuNsPerMessage', ({ server }) => server?.cpuNsPerMessage ?? null],
  ['serverPeakRssBytes', ({ server }) => server?.peakRssBytes ?? null],
  ['serverPssBytes', ({ server }) => server?.pssBytes ?? null],
  ['serverProcesses', ({ server }) => server?.processes ?? null],
  ['serverThreads', ({ server }) => server?.threads ?? null],
  ['peersPerWorker', (result) => listHeard(result, 'peers')],
  ['datagramsPerWorker', (result) => listHeard(result, 'datagrams')],
  ['loadgenEngine', ({ loadgen }) => loadgen.engine],
  ['loadgenThreads', ({ loadgen }) => loadgen.threads],
  ['loadgenCpuNs', ({ loadgen }) => loadgen.cpuNs],
  ['loadgenGarbageCollections', ({ loadgen }) => loadgen.garbageCollections?.count ?? null],
  ['loadgenGarbageTotalNs', ({ loadgen }) => loadgen.garbageCollections?.totalNs ?? null],
  ['loadgenGarbageLongestNs', ({ loadgen }) => loadgen.garbageCollections?.longestNs ?? null],
  ['loadgenRanNs', ({ loadgen }) => loadgen.threadTime?.ranNs ?? null],
  ['loadgenWaitedNs', ({ loadgen }) => loadgen.threadTime?.waitedNs ?? null],
  ['loadgenSentLate', ({ loadgen }) => loadgen.sentLate ?? null],
  ['harnessCpuNs', ({ loadgen }) => loadgen.harnessCpuNs ?? null],
  ...(
    [
      'expected',
      'delivered',
      'lost',
      'failed',
      'unfinished',
      'duplicated',
      'misordered',
      'excused',
    ] as const
  ).map((count): Column => [`deliveries.${count}`, ({ chat }) => chat?.deliveries[count] ?? null]),
  ['deliveriesPerSec', ({ chat }) => chat?.deliveriesPerSec ?? null],
  ['serverCpuNsPerDelivery', ({ chat }) => chat?.serverCpuNsPerDelivery ?? null],
  ['loadgenCpuNsPerDelivery', ({ chat }) => chat?.loadgenCpuNsPerDelivery ?? null],
  ['slowReaders', ({ chat }) => chat?.slowReaders.members ?? null],
  ['slowReadersDisconnected', ({ chat }) => chat?.slowReaders.disconnected ?? null],
  ['slowReadersCountedByServer', ({ chat }) => chat?.slowReaders.countedByServer ?? null],
  ...distribution('deliveryTime', ({ chat }) => chat?.deliveryTimeNs ?? null),
  ...distribution('firstReceiverTime', ({ chat }) => chat?.firstReceiverTimeNs ?? null),
  ...distribution('medianReceiverTime', ({ chat }) => chat?.medianReceiverTimeNs ?? null),
  ...distribution('lastReceiverTime', ({ chat }) => chat?.lastReceiverTimeNs ?? null),
];

function listHeard({ server }: TrialResult, key: 'peers' | 'datagrams'): string | null {
  return server?.datagramsPerWorker?.map((heard) => heard[key]).join(' ') ?? null;
}

function bytesPerSecEachWay({ trial, throughputPerSec }: TrialResult): number | null {
  const bytes = blockBytes(trial.workload);
  return bytes === null || throughputPerSec === null ? null : throughputPerSec * bytes;
}

function distribution(
  name: string,
  pick: (result: TrialResult) => Distribution | null,
): readonly Column[] {
  return [
    [`${name}P50Ns`, (result) => pick(result)?.p50 ?? null],
    [`${name}P99Ns`, (result) => pick(result)?.p99 ?? null],
    [`${name}P999Ns`, (result) => pick(result)?.p999 ?? null],
    [`${name}MaxNs`, (result) => pick(result)?.max ?? null],
  ];
}

function quote(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = cleanText(value);
  // A spreadsheet would run what starts like a formula.
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
