import { keepsConnection } from '../../results/keeps-connection.ts';
import type { KeptSelftest } from '../../results/kept-selftest.ts';
import { blockBytes } from '../../results/trial.ts';
import type { LoadgenCost, ServerCost, TrialResult, Warning } from '../../results/trial-result.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { cleanStrings } from '../text/clean-text.ts';
import {
  countOf,
  formatByteRate,
  formatBytes,
  formatCount,
  formatRate,
  formatTime,
  listSome,
  NOTHING,
} from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import { describeLoad } from '../words/describe-load.ts';
import { describeSelftest, warnOfSelftest } from '../words/describe-selftest.ts';
import { type Explanation, explainNothing } from '../words/nothing-measured.ts';
import { describeDeliveries, describeFanOut, perDelivery } from './load-chat.ts';
import { drawHistogram } from './load-histogram.ts';
import { drawTimes } from './load-times.ts';

/** What a single measurement found, for a person at a terminal. */
export function renderLoadSummary(
  trial: TrialResult,
  options: TerminalOptions,
  kept: KeptSelftest = {},
): string {
  const result = { ...cleanStrings({ ...trial, timeline: [] }), timeline: trial.timeline };
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const nothing = explainNothing(result);
  return [
    ...drawOutcome(result, width, paint),
    ...(nothing === null
      ? drawMeasured(result, kept, width, paint)
      : drawNothing(nothing, result, width, paint)),
    ...drawWarnings(listWarnings(result, kept, nothing), width, paint),
  ].join('\n');
}

function drawOutcome(result: TrialResult, width: number, paint: Paint): readonly string[] {
  const { status, reasons, trial } = result;
  const name = trial.target ?? `${trial.strategy} (${trial.service})`;
  const title = wrapText(`${name}: ${describeLoad(trial)}`, width, '  ');
  const doubt = `${status}: ${reasons.join('; ')}`;
  return [
    ...title.map((line) => paint('bold', line)),
    ...(status === 'complete' ? [] : wrapText(doubt, width, '  ')).map((line) =>
      paint('yellow', line),
    ),
  ];
}

function drawMeasured(
  result: TrialResult,
  kept: KeptSelftest,
  width: number,
  paint: Paint,
): readonly string[] {
  const wrapAll = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(line, width, '  '));
  return [
    ...wrapAll([describeThroughput(result)]).map((line) => paint('green', line)),
    '',
    ...drawTimes(result, width, paint),
    '',
    ...drawHistogram(result, width, paint),
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
  ];
}

/** What happened and what to do, in place of figures that there are not. */
function drawNothing(
  { what, advice }: Explanation,
  result: TrialResult,
  width: number,
  paint: Paint,
): readonly string[] {
  return [
    '',
    ...wrapText(`Nothing was measured. ${what}`, width, '  ').map((line) => paint('yellow', line)),
    ...wrapText(`→ ${advice}`, width - 2, '  ').map((line) => `  ${line}`),
    '',
    ...(result.counts.scheduled > 0 ? wrapText(describeMessages(result), width, '  ') : []),
    ...wrapText(describeConnections(result), width, '  '),
  ];
}

/** That nothing was answered is not told twice. */
function listWarnings(
  { warnings }: TrialResult,
  { selftest }: KeptSelftest,
  nothing: Explanation | null,
): readonly Warning[] {
  const doubt = cleanStrings(warnOfSelftest(selftest));
  const told = warnings.filter(({ code }) => nothing === null || code !== 'unanswered');
  return doubt === null ? told : [doubt, ...told];
}

function drawWarnings(
  warnings: readonly Warning[],
  width: number,
  paint: Paint,
): readonly string[] {
  return warnings.flatMap(({ code, message, advice }) => [
    '',
    ...wrapText(`Warning (${code}): ${message}.`, width, '  ').map((line) => paint('yellow', line)),
    ...wrapText(`→ ${advice}`, width - 2, '  ').map((line) => `  ${line}`),
  ]);
}

function describeThroughput(result: TrialResult): string {
  const { trial, throughputPerSec, measuredNs, counts, chat } = result;
  if (chat !== undefined) return describeFanOut(chat, result);
  if (throughputPerSec === null) return 'The measured window never opened.';
  const bytes = blockBytes(trial.workload);
  const eachWay = bytes === null ? '' : `${formatByteRate(throughputPerSec * bytes)} each way: `;
  const answered = `${eachWay}${formatRate(throughputPerSec)} answered, ${formatCount(counts.answeredInWindow)} replies verified in ${formatTime(measuredNs)}${describeLate(result)}`;
  const { served, attempted, starved } = result.connections;
  if (starved === 0 || served === 0 || !keepsConnection(trial.workload)) return answered;
  return `${answered}, for ${served} of ${attempted} clients: ${starved} never had a reply`;
}

/** Answered is not in time: a server far behind its load answers a lot, and everything too late. */
function describeLate({ counts, trial }: TrialResult): string {
  if (counts.ok > 0 || counts.timedOut === 0) return '';
  return `, none within the time-out of ${formatTime(trial.timing.timeoutNs)}`;
}

/** The ledger: each scheduled message in exactly one place. */
function describeMessages({ counts, trial }: TrialResult): string {
  const late = trial.transport === 'udp' ? 'late or overdue' : 'timed out';
  const failed = Object.entries(counts.failed).map(([code, n]) => `${inFull(n)} failed (${code})`);
  const others = (['timedOut', 'lost', 'dropped', 'unfinished'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) => `${inFull(counts[key])} ${key === 'timedOut' ? late : key}`);
  return `Messages: ${inFull(counts.scheduled)} scheduled = ${[`${inFull(counts.ok)} ok`, ...failed, ...others].join(' + ')}`;
}

/** Every digit: it has to add up. */
function inFull(count: number): string {
  return count.toLocaleString('en-US');
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
