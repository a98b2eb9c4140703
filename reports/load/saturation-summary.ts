import Table from 'cli-table3';
import { meetsRate } from '../../results/rate-met.ts';
import { boundedFigure, type ResponseBound } from '../../results/response-bound.ts';
import type { Probe, RateSearch, Saturation } from '../../results/saturation.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatCount, formatRate, formatTime, NOTHING } from '../text/format.ts';
import { wrapText } from '../text/wrap-text.ts';
import { formatBound } from '../words/bound-text.ts';

/** What a search for the highest rate found, for a person at a terminal: probes, then the answer. */
export function renderSaturation(saturation: Saturation, options: TerminalOptions): string {
  const width = usableWidth(options);
  const { target, bound, server } = saturation;
  const title = `${target}: which rate does it hold at ${formatBound(bound)}?`;
  const clean = cleanStrings([title, ...describeSaturation(saturation)]);
  const [heading = '', ...sentences] = clean.flatMap((line) => wrapText(line, width, '  '));
  return [heading, drawProbes(server.probes, bound), ...sentences].join('\n');
}

/** The answer, the client's own ceiling, and whether the two are too near to each other. */
export function describeSaturation(saturation: Saturation): string[] {
  const { bound, server, ceiling, clientMayLimit } = saturation;
  const name = formatBound(bound);
  const answer = `server: ${describeAnswer(server, name)}`;
  if (ceiling === null) {
    const why = transportOf(server) === 'udp' ? ': there is no null server of datagrams' : '';
    return [`${answer}; the client's own ceiling was not measured${why}`];
  }
  // Where the client was the limit, the answer has said so.
  const isNear = clientMayLimit === true && server.answer.clientLimitPerSec === null;
  return [
    `${answer}; client's own ceiling on this machine: ${describeCeiling(ceiling, server, name)}`,
    ...(isNear ? [CLIENT_NEAR] : []),
  ];
}

const CLIENT_NEAR =
  '→ The server held 80 % or more of what the client itself can do: the client may be the limit. Give the load more threads and CPUs (--threads), or read the rate as "at least".';

/** One line for each probe as it ends. */
export function describeProbe(
  { ratePerSec, outcome, result }: Probe,
  bound: ResponseBound,
): string {
  const { responseTimeNs: times } = result;
  const figure = times === null ? NOTHING : formatTime(boundedFigure(times, bound));
  const verdict = describeVerdict({ ratePerSec, outcome, result }, bound);
  return `${formatRate(ratePerSec)} offered, ${formatAchieved(result)} achieved, ${bound.figure} ${figure}: ${verdict}`;
}

function describeAnswer(search: RateSearch, bound: string): string {
  const { answer, probes } = search;
  const { heldPerSec: held, missedPerSec: missed, clientLimitPerSec: clients } = answer;
  const effort = describeEffort(probes);
  if (held === null) {
    const nothing = `${describeNothing(search, bound)} (${effort})`;
    return missed !== null && answer.end === 'lowest-missed' ? nothing : `no answer: ${nothing}`;
  }
  if (answer.end === 'broken' || answer.end === 'unanswered') {
    const before = `; until then ${formatRate(held)} held ${bound}`;
    return `no answer: ${describeNothing(search, bound)} (${effort})${before}`;
  }
  const ending = answer.end === 'narrowed' ? [] : [ENDINGS[answer.end]];
  const remarks = (...details: string[]) => `(${[...details, effort, ...ending].join(', ')})`;
  const rate = `${formatRate(held)} held ${bound}`;
  if (missed !== null) return `${rate} ${remarks(`bracket ${formatRange(held, missed)}`)}`;
  if (clients !== null) {
    const limit = `the load could not offer ${formatRate(clients)}`;
    return `the client was the limit: at least ${rate} ${remarks(limit)}`;
  }
  const { unclearPerSec } = answer;
  const noise = unclearPerSec === null ? '' : `; ${describeNoise(unclearPerSec)}`;
  return `at least ${rate} ${remarks()}${noise}`;
}

function describeNothing(search: RateSearch, bound: string): string {
  const { answer, probes } = search;
  const { missedPerSec, clientLimitPerSec, unclearPerSec, end } = answer;
  if (end === 'broken') {
    const { status, reasons = [] } = probes.at(-1)?.result ?? {};
    return [status, ...reasons].join(': ');
  }
  if (end === 'unanswered') return describeSilence(search);
  if (end === 'interrupted') return ENDINGS[end];
  if (clientLimitPerSec !== null) {
    return `the client was the limit even at ${formatRate(clientLimitPerSec)}`;
  }
  if (unclearPerSec !== null) return describeNoise(unclearPerSec);
  if (missedPerSec !== null) return `not even ${formatRate(missedPerSec)} held ${bound}`;
  return ENDINGS[end];
}

/** When a server that answers nobody any more was last heard of. */
function describeSilence({ firstGuess, probes }: RateSearch): string {
  const heard = probes.findLastIndex(({ result }) => result.connections.served > 0) + 1;
  if (heard > 0) return `${ENDINGS.unanswered} after probe ${heard}`;
  if (firstGuess.connections.served > 0) return `${ENDINGS.unanswered} after the first guess`;
  return 'the server never answered';
}

function describeNoise(ratePerSec: number): string {
  return `whether ${formatRate(ratePerSec)} holds cannot be told, the host was too noisy: end what else runs here, and repeat`;
}

const ENDINGS = {
  narrowed: 'the search was done',
  'lowest-missed': 'the lowest rate did not hold',
  'highest-held': 'no higher rate can be offered',
  'probes-used': 'the probes were used up before the bracket was narrow',
  broken: 'the server broke off',
  unanswered: 'the server stopped answering',
  interrupted: 'the search was interrupted',
} as const;

/** `18.2 to 19.1 k/s`. */
function formatRange(low: number, high: number): string {
  const [lowText, highText] = [formatCount(low), formatCount(high)];
  const [lowFigure = '', lowUnit = ''] = lowText.split(' ');
  const [, highUnit = ''] = highText.split(' ');
  return `${lowUnit === highUnit ? lowFigure : lowText} to ${highText}/s`;
}

function describeEffort(probes: readonly Probe[]): string {
  const [first] = probes;
  const each = first === undefined ? '' : ` of ${formatTime(first.result.trial.timing.measureNs)}`;
  return `${countOf(probes.length, 'probe')}${each}`;
}

/** Whether the client or the null server gave in is one here: it is what the pair can do. */
function describeCeiling(ceiling: RateSearch, target: RateSearch, bound: string): string {
  const { server, answer } = ceiling;
  const name = server === 'null-echo' ? 'a null server' : `${server}, for want of a null server`;
  const transport = transportOf(ceiling);
  const against = transport === transportOf(target) ? name : `${name} over ${transport}`;
  const { heldPerSec, missedPerSec, clientLimitPerSec } = answer;
  if (heldPerSec !== null) {
    const isBracketed = missedPerSec !== null || clientLimitPerSec !== null;
    const rate = `${formatRate(heldPerSec)} (against ${against})`;
    if (isBracketed) return rate;
    // What the target held, the client could do as well.
    const least = Math.max(heldPerSec, target.answer.heldPerSec ?? 0);
    return `at least ${formatRate(least)}, the rest is not known (against ${against})`;
  }
  return `not known (against ${against}): ${describeNothing(ceiling, bound)}`;
}

function transportOf({ probes }: RateSearch): string {
  return probes[0]?.result.trial.transport ?? 'tcp';
}

const VERDICT_WIDTH = 20;

function drawProbes(probes: readonly Probe[], bound: ResponseBound): string {
  const table = new Table({
    head: ['#', 'offered', 'achieved', bound.figure, 'verdict'],
    style: { head: [], border: [], compact: true },
    colAligns: ['right', 'right', 'right', 'right', 'left'],
  });
  for (const [index, probe] of probes.entries()) {
    const { responseTimeNs: times } = probe.result;
    table.push([
      String(index + 1),
      formatRate(probe.ratePerSec),
      formatAchieved(probe.result),
      times === null ? NOTHING : formatTime(boundedFigure(times, bound)),
      wrapText(describeVerdict(probe, bound), VERDICT_WIDTH, '  ').join('\n'),
    ]);
  }
  return table.toString();
}

/** Of what the schedule asked in the window: random arrivals ask for more or less than their rate. */
function formatAchieved({ counts }: Probe['result']): string {
  if (counts.scheduled === 0) return NOTHING;
  return `${((100 * counts.answeredInWindow) / counts.scheduled).toFixed(1)} %`;
}

function describeVerdict({ outcome, result }: Probe, bound: ResponseBound): string {
  switch (outcome) {
    case 'held':
      return 'held';
    case 'missed':
      return describeMiss(result, bound);
    case 'client-limit':
      return "the client's limit";
    case 'unclear':
      return describeSpoiling(result);
    case 'unanswered':
      return 'no answer';
    case 'broken':
      return result.status;
    case 'interrupted':
      return 'interrupted';
  }
}

/** Codes of an invalid trial, in short. */
const SPOILERS = new Map([
  ['host-noise', 'host noise'],
  ['clock-gap', 'clock gap'],
  ['client-bound', 'client'],
  ['client-limit', 'client'],
]);

function describeSpoiling({ status, reasons }: Probe['result']): string {
  if (status === 'incomplete') return 'cannot tell: not started';
  const codes = reasons.map((reason) => reason.split(':', 1)[0] ?? '');
  const causes = new Set(codes.map((code) => SPOILERS.get(code) ?? code));
  return `spoiled: ${[...causes].join(', ')}`;
}

function describeMiss(result: Probe['result'], bound: ResponseBound) {
  const { status, counts, responseTimeNs } = result;
  if (status === 'incomplete') return hasHung(result) ? 'stopped answering' : 'server broke off';
  const late = responseTimeNs !== null && boundedFigure(responseTimeNs, bound) >= bound.belowNs;
  const told = [meetsRate(counts) ? '' : 'rate', late ? bound.figure : ''];
  return `missed: ${told.filter((text) => text !== '').join(', ')}`;
}

/** It kept its connections, and sent nothing over them. */
function hasHung({ counts, connections }: Probe['result']): boolean {
  const { closedByServer, reset, refused } = connections;
  return counts.answeredInWindow === 0 && closedByServer + reset + refused === 0;
}
