import Table from 'cli-table3';
import type { Distribution } from '../results/distribution.ts';
import type { KeptSelftest } from '../results/kept-selftest.ts';
import { blockBytes, keepsConnection, type Workload } from '../results/trial.ts';
import type { LoadgenCost, ServerCost, TrialResult } from '../results/trial-result.ts';
import { cleanStrings } from './clean-text.ts';
import { describeSelftest, warnOfSelftest } from './describe-selftest.ts';
import {
  countOf,
  formatByteRate,
  formatBytes,
  formatCount,
  formatRate,
  formatTime,
  listSome,
  NOTHING,
} from './format.ts';
import {
  CHAT_READING_AID,
  chatTimes,
  describeDeliveries,
  describeFanOut,
  perDelivery,
} from './load-chat.ts';
import { type TerminalOptions, usableWidth } from './terminal.ts';
import { visibleWidth, wrapText } from './wrap-text.ts';

const COLUMNS = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['p99.99', 'p9999'],
  ['max', 'max'],
  ['mean', 'mean'],
] as const;
type ColumnKey = (typeof COLUMNS)[number][1];

/** What a narrower terminal gives up, one after the other. */
const GIVEN_UP: readonly ColumnKey[] = ['p9999', 'p90', 'mean', 'p999'];

const READING_AID =
  'response: intended start to reply; service: actual send to reply; send lag: the load’s own delay; connect and first reply: counted from the start of connecting';

/** What a single measurement found, for a person at a terminal. */
export function renderLoadSummary(
  trial: TrialResult,
  options: TerminalOptions,
  kept: KeptSelftest = {},
): string {
  const doubt = cleanStrings(warnOfSelftest(kept.selftest));
  const result = { ...cleanStrings({ ...trial, timeline: [] }), timeline: trial.timeline };
  const width = usableWidth(options);
  const wrapAll = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(line, width, '  '));
  return [
    ...wrapAll([...describeOutcome(result), describeThroughput(result)]),
    '',
    renderTimes(result, width),
    ...wrapText(result.chat === undefined ? READING_AID : CHAT_READING_AID, width),
    '',
    ...wrapAll([
      describeMessages(result),
      ...describeDatagrams(result),
      ...describeBuffers(result),
      ...(result.chat === undefined ? [] : describeDeliveries(result.chat)),
      describeConnections(result),
      ...describeWorkers(result),
      ...describeCost(result),
      describeSelftest(kept),
    ]),
    ...[...(doubt === null ? [] : [doubt]), ...result.warnings].flatMap(
      ({ code, message, advice }) => [
        '',
        ...wrapText(`Warning (${code}): ${message}.`, width, '  '),
        ...wrapText(`→ ${advice}`, width - 2, '  ').map((line) => `  ${line}`),
      ],
    ),
  ].join('\n');
}

function describeOutcome({ status, reasons, trial }: TrialResult): readonly string[] {
  const name = trial.target ?? `${trial.strategy} (${trial.service})`;
  const load =
    trial.load.loop === 'closed'
      ? `closed loop, ${trial.load.connections} connections, depth ${trial.load.depth}`
      : `open loop, ${formatRate(trial.load.offeredRatePerSec)} offered on ${trial.load.connections} connections, ${trial.load.arrivals}`;
  const doubt = status === 'complete' ? [] : [`${status}: ${reasons.join('; ')}`];
  return [`${name}: ${describeWorkload(trial.workload)}, ${load}`, ...doubt];
}

function describeWorkload(workload: Workload): string {
  if (workload.kind !== 'chat') return workload.kind;
  const { rooms, membersPerRoom, speakersPerRoom } = workload;
  return `chat, ${countOf(rooms, 'room')} of ${membersPerRoom} members, ${countOf(speakersPerRoom, 'speaker')} in each`;
}

function describeThroughput(result: TrialResult): string {
  const { trial, throughputPerSec, measuredNs, counts, chat } = result;
  if (chat !== undefined) return describeFanOut(chat, result);
  if (throughputPerSec === null) return 'Nothing was measured: the window never opened.';
  const bytes = blockBytes(trial.workload);
  const eachWay = bytes === null ? '' : `${formatByteRate(throughputPerSec * bytes)} each way: `;
  const answered = `${eachWay}${formatRate(throughputPerSec)} answered, ${formatCount(counts.answeredInWindow)} replies verified in ${formatTime(measuredNs)}`;
  const { served, attempted, starved } = result.connections;
  if (starved === 0 || served === 0 || !keepsConnection(trial.workload)) return answered;
  return `${answered}, for ${served} of ${attempted} clients: ${starved} never had a reply`;
}

/** The widest table that fits. */
function renderTimes(result: TrialResult, width: number): string {
  let text = '';
  for (let given = 0; given <= GIVEN_UP.length; given++) {
    const without = GIVEN_UP.slice(0, given);
    text = drawTimes(result, (key) => !without.includes(key));
    if (text.split('\n').every((line) => visibleWidth(line) <= width)) break;
  }
  return text;
}

function drawTimes(result: TrialResult, shows: (key: ColumnKey) => boolean): string {
  const columns = COLUMNS.filter(([, key]) => shows(key));
  const table = new Table({
    head: ['time', ...columns.map(([label]) => label)],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...columns.map(() => 'right' as const)],
  });
  const rows = result.chat === undefined ? messageTimes(result) : chatTimes(result.chat, result);
  for (const [label, times] of rows) {
    table.push([
      label,
      ...columns.map(([, key]) => (times === null ? NOTHING : formatTime(times[key]))),
    ]);
  }
  return table.toString();
}

function messageTimes(result: TrialResult): readonly (readonly [string, Distribution | null])[] {
  return [
    ['response', result.responseTimeNs],
    ['service', result.serviceTimeNs],
    ['send lag', result.sendLagNs],
    ['connect', result.connectTimeNs],
    ['first reply', result.firstReplyTimeNs],
  ];
}

/** The ledger: each scheduled message in exactly one place. */
function describeMessages({ counts, trial }: TrialResult): string {
  const late = trial.transport === 'udp' ? 'late or overdue' : 'timed out';
  const failed = Object.entries(counts.failed).map(([code, n]) => `${n} failed (${code})`);
  const others = (['timedOut', 'lost', 'dropped', 'unfinished'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) => `${counts[key]} ${key === 'timedOut' ? late : key}`);
  return `Messages: ${counts.scheduled} scheduled = ${[`${counts.ok} ok`, ...failed, ...others].join(' + ')}`;
}

/** What networks do to datagrams: no failure, and on no line of the ledger. */
function describeDatagrams({ counts, trial }: TrialResult): string[] {
  const { duplicated, reordered } = counts;
  if (trial.transport !== 'udp' || duplicated + reordered === 0) return [];
  const told = [
    duplicated > 0 ? `${duplicated} came twice` : '',
    reordered > 0 ? `${reordered} came after the reply to a later message` : '',
  ];
  return [`Replies: ${told.filter((text) => text !== '').join(', ')}`];
}

/** Where datagrams were lost, as far as the kernel tells. */
function describeBuffers({ counts, receiveBufferLoss: loss }: TrialResult): string[] {
  if (loss === undefined || counts.lost + loss.everywhere === 0) return [];
  const { atServer, everywhere } = loss;
  const others = everywhere - (atServer ?? 0);
  const told =
    atServer === null
      ? `${everywhere} datagrams lost`
      : `${atServer} datagrams lost in the server’s, ${Math.max(0, others)} in others`;
  return [`Receive buffers: ${told} (whole trial, this network namespace)`];
}

/** Dealt by a hash of the sender: as even as luck has it. */
function describeWorkers({ server }: TrialResult): string[] {
  const heard = server?.datagramsPerWorker ?? [];
  if (heard.length < 2) return [];
  const told = heard.map(
    ({ peers, datagrams }) => `${formatCount(datagrams)} datagrams of ${countOf(peers, 'peer')}`,
  );
  return [`Workers: ${listSome(told, 16)}`];
}

/** A refusal or a reset that has its code among the failures is not told twice. */
function describeConnections({ connections }: TrialResult): string {
  const { attempted, served, starved, refused, reset, closedByServer, failed = {} } = connections;
  const others = [
    starved > 0 ? `${starved} starved` : '',
    refused > 0 && failed.ECONNREFUSED === undefined ? `${refused} refused` : '',
    reset > 0 && failed.ECONNRESET === undefined ? `${reset} reset` : '',
    closedByServer > 0 ? `${closedByServer} closed by the server` : '',
    ...Object.entries(failed).map(([code, n]) => (n > 0 ? `${n} failed (${code})` : '')),
  ].filter((text) => text !== '');
  return `Connections: ${[`${served} of ${attempted} served`, ...others].join(', ')}`;
}

function describeCost({ server, loadgen, chat }: TrialResult): string[] {
  const perMessage = (ns: number | null) =>
    `${ns === null ? NOTHING : formatTime(ns)} of CPU per message`;
  const loadCpu =
    chat === undefined
      ? perMessage(loadgen.cpuNsPerMessage)
      : perDelivery(chat.loadgenCpuNsPerDelivery);
  const load = `Load: ${loadCpu}, ${countOf(loadgen.threads, 'thread')}, ${loadgen.engine} engine${describeCollections(loadgen)}`;
  if (server === null) return [load];
  const cpu =
    chat === undefined
      ? perMessage(server.cpuNsPerMessage)
      : perDelivery(chat.serverCpuNsPerDelivery);
  return [`Server: ${cpu}, ${describeMemory(server)}`, load];
}

function describeCollections({ garbageCollections }: LoadgenCost): string {
  if (garbageCollections === undefined) return '';
  const { count, totalNs, longestNs } = garbageCollections;
  if (count === 0) return ', no garbage collection';
  return `, ${countOf(count, 'garbage collection')} (${formatTime(totalNs)} in all, the longest ${formatTime(longestNs)})`;
}

function describeMemory({ pssBytes, peakRssBytes }: ServerCost): string {
  if (pssBytes !== undefined && pssBytes !== null) {
    return `${formatBytes(pssBytes)} of memory (proportional set size)`;
  }
  return `${formatBytes(peakRssBytes)} of memory at most (summed RSS)`;
}
