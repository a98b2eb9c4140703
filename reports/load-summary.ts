import Table from 'cli-table3';
import type { Distribution, TrialResult } from '../results/trial-result.ts';
import { cleanStrings } from './clean-text.ts';
import { formatBytes, formatCount, formatRate, formatTime, NOTHING } from './format.ts';
import type { TerminalOptions } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const PERCENTILES = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['p99.99', 'p9999'],
  ['max', 'max'],
] as const;

const READING_AID =
  'response: intended start to reply; service: actual send to reply; send lag: the load’s own delay; connect and first reply: counted from the start of connecting';

/** What a single measurement found, for a person at a terminal. */
export function renderLoadSummary(trial: TrialResult, { width }: TerminalOptions): string {
  const result = { ...cleanStrings({ ...trial, timeline: [] }), timeline: trial.timeline };
  return [
    describeOutcome(result),
    describeThroughput(result),
    '',
    renderTimes(result),
    ...wrapText(READING_AID, width),
    '',
    describeMessages(result),
    describeConnections(result),
    ...describeCost(result),
    ...result.warnings.flatMap(({ code, message, advice }) => [
      '',
      ...wrapText(`Warning (${code}): ${message}.`, width),
      ...wrapText(`  ${advice}`, width, '  '),
    ]),
  ].join('\n');
}

function describeOutcome({ status, reasons, trial }: TrialResult): string {
  const name = trial.target ?? `${trial.strategy} (${trial.service})`;
  const load =
    trial.load.loop === 'closed'
      ? `closed loop, ${trial.load.connections} connections, depth ${trial.load.depth}`
      : `open loop, ${formatRate(trial.load.offeredRatePerSec)} offered on ${trial.load.connections} connections, ${trial.load.arrivals}`;
  const doubt = status === 'complete' ? '' : `\n${status}: ${reasons.join('; ')}`;
  return `${name}: ${trial.workload.kind}, ${load}${doubt}`;
}

function describeThroughput({ throughputPerSec, measuredNs, counts }: TrialResult): string {
  if (throughputPerSec === null) return 'Nothing was measured: the window never opened.';
  return `${formatRate(throughputPerSec)} answered, ${formatCount(counts.answeredInWindow)} replies verified in ${formatTime(measuredNs)}`;
}

function renderTimes(result: TrialResult): string {
  const table = new Table({
    head: ['time', ...PERCENTILES.map(([label]) => label), 'mean'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...Array.from({ length: PERCENTILES.length + 1 }, () => 'right' as const)],
  });
  const rows: readonly (readonly [string, Distribution | null])[] = [
    ['response', result.responseTimeNs],
    ['service', result.serviceTimeNs],
    ['send lag', result.sendLagNs],
    ['connect', result.connectTimeNs],
    ['first reply', result.firstReplyTimeNs],
  ];
  for (const [label, times] of rows) {
    const cells = PERCENTILES.map(([, key]) => (times === null ? NOTHING : formatTime(times[key])));
    table.push([label, ...cells, times === null ? NOTHING : formatTime(times.mean)]);
  }
  return table.toString();
}

/** The ledger: each scheduled message in exactly one place. */
function describeMessages({ counts }: TrialResult): string {
  const failed = Object.entries(counts.failed).map(([code, n]) => `${n} failed (${code})`);
  const others = (['timedOut', 'lost', 'dropped', 'unfinished'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) => `${counts[key]} ${key === 'timedOut' ? 'timed out' : key}`);
  return `Messages: ${counts.scheduled} scheduled = ${[`${counts.ok} ok`, ...failed, ...others].join(' + ')}`;
}

function describeConnections({ connections }: TrialResult): string {
  const { attempted, served, starved, refused, reset, closedByServer } = connections;
  const others = [
    starved > 0 ? `${starved} starved` : '',
    refused > 0 ? `${refused} refused` : '',
    reset > 0 ? `${reset} reset` : '',
    closedByServer > 0 ? `${closedByServer} closed by the server` : '',
  ].filter((text) => text !== '');
  return `Connections: ${[`${served} of ${attempted} served`, ...others].join(', ')}`;
}

function describeCost({ server, loadgen }: TrialResult): string[] {
  const perMessage = (ns: number | null) =>
    ns === null ? NOTHING : `${formatTime(ns)} per message`;
  const load = `Load: ${perMessage(loadgen.cpuNsPerMessage)} of CPU, ${loadgen.threads} thread${loadgen.threads === 1 ? '' : 's'}, ${loadgen.engine} engine`;
  if (server === null) return [load];
  const memory = formatBytes(server.peakRssBytes);
  return [`Server: ${perMessage(server.cpuNsPerMessage)} of CPU, ${memory} at most`, load];
}
