import { keepsConnection } from '../../results/keeps-connection.ts';
import { meetsRate, RATE_MET_SHARE } from '../../results/rate-met.ts';
import type { TrialResult, Warning } from '../../results/trial-result.ts';
import { checkHearing, checkMembersGone } from './check-chat.ts';
import { checkLoss, checkOwnBuffers, checkReachable } from './check-datagrams.ts';
import { checkGarbageCollections } from './check-garbage-collections.ts';
import { checkListenQueue } from './check-listen-queue.ts';
import { checkOpening } from './check-opening.ts';
import { checkSteady } from './check-steady.ts';
import { formatShare } from './format-share.ts';

/** What the host did during a trial. */
export interface HostNoise {
  /** Share of the CPUs' time that other machines on the same metal took, 0..1; null: not known. */
  readonly stealShare: number | null;
  readonly throttledPeriods: number | null;
  /** Longest time that the host took from a process that looks at the clock every 40 ms. */
  readonly longestGapNs: number;
  /** Share of all CPU time in the window that programs used that are not of this trial. */
  readonly othersShare: number | null;
}

export interface Judgement {
  readonly warnings: Warning[];
  /** Why the trial can't be used; empty for a sound one. */
  readonly invalid: string[];
}

/** From this share of its CPUs on, the load may have been the limit. */
export const LOAD_BUSY_SHARE = 0.9;
export const SERVER_BUSY_SHARE = 0.9;
/** Below this share the server had so much to spare that its throughput was not measured at all. */
export const SERVER_SPARE_SHARE = 0.75;
const LITTLES_LAW_SHARE = 0.05;
const LITTLES_LAW_MESSAGES_MIN = 1_000;
const LITTLES_LAW_LIVES_MIN = 50;
export const STEAL_SHARE_MAX = 0.01;
export const CLOCK_GAP_MAX_NS = 100_000_000;
/** Ticks of 10 ms are counted: less than this can't be told from nothing. */
export const OTHERS_SHARE_NOTED = 0.05;
export const OTHERS_SHARE_MAX = 0.2;
const UNANSWERED_SHARE_MAX = 0.01;
export const SENT_LATE_SHARE_MAX = 0.01;
/** Client codes that speak of the client's own limits. */
const CLIENT_LIMIT_CODES = ['EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'];

/** What a trial's own result does not say. */
export interface JudgingContext {
  readonly serverCpus: number;
  readonly noise: HostNoise;
  /** Messages that left a millisecond late or more although their connection had room. */
  readonly sentLate: number;
}

/** Judges the measurement, never the server: a slow server is a result. */
export function judgeTrial(
  result: TrialResult,
  { serverCpus, noise, sentLate }: JudgingContext,
): Judgement {
  const warnings: Warning[] = [];
  const invalid: string[] = [];
  const add = (warning: Warning | null, invalidates: boolean): void => {
    if (warning === null) return;
    warnings.push(warning);
    if (invalidates) invalid.push(`${warning.code}: ${warning.message}`);
  };
  add(checkClientLimits(result), true);
  add(checkClientBound(result, serverCpus), true);
  add(checkSendLag(result, sentLate), true);
  add(checkClientNearLimit(result, serverCpus), false);
  add(checkRate(result), false);
  add(checkLittlesLaw(result), false);
  add(checkSteady(result), false);
  add(checkHost(noise), true);
  add(checkClock(noise), true);
  add(checkOthers(noise), (noise.othersShare ?? 0) > OTHERS_SHARE_MAX);
  add(checkUnanswered(result), false);
  add(checkListenQueue(result), false);
  add(checkOpening(result), false);
  add(checkGarbageCollections(result), false);
  add(checkOwnBuffers(result), true);
  add(checkLoss(result), false);
  add(checkReachable(result), false);
  add(checkConversationEnded(result), false);
  add(checkMembersGone(result), false);
  add(checkHearing(result), false);
  return { warnings, invalid };
}

/** Also what failed before the window opened: the measurement had fewer clients than it asked for. */
function checkClientLimits({ trial, counts, connections }: TrialResult): Warning | null {
  const failures = CLIENT_LIMIT_CODES.map((code) => {
    const ofConnections = connections.failed?.[code] ?? 0;
    return { code, count: Math.max(counts.failed[code] ?? 0, ofConnections) };
  }).filter(({ count }) => count > 0);
  if (failures.length === 0) return null;
  const told = failures.map(({ code, count }) => `${count} x ${code}`).join(', ');
  return {
    code: 'client-limit',
    message: `the load's own machine ran out: ${told}`,
    advice:
      trial.workload.kind === 'churn' || trial.workload.kind === 'greet'
        ? 'Whoever closes a connection first keeps its port for up to a minute (TIME_WAIT, man 7 tcp): open fewer per second (--rate), or widen net.ipv4.ip_local_port_range; for open files raise ulimit -n.'
        : 'Use fewer connections, or raise the limit of open files or ports (ulimit -n, net.ipv4.ip_local_port_range).',
  };
}

/** The load had no CPU left while the server still had some: the server was not the limit. */
function checkClientBound(result: TrialResult, serverCpus: number): Warning | null {
  // An open loop may poll on purpose; there the lateness tells.
  if (result.trial.load.loop === 'open') return null;
  const busy = busyShares(result, serverCpus);
  if (busy === null || busy.load < LOAD_BUSY_SHARE) return null;
  if (busy.server !== null && busy.server >= SERVER_SPARE_SHARE) return null;
  const server = busy.server === null ? '' : `, the server's ${formatShare(busy.server)}`;
  return {
    code: 'client-bound',
    message: `the load threads used ${formatShare(busy.load)} of their CPU (limit ${formatShare(LOAD_BUSY_SHARE)})${server}: the client was the limit`,
    advice:
      'Give the load more threads and CPUs (--threads), or read CPU per message instead of throughput.',
  };
}

/** Both sides near their limit: the throughput is a lower bound, and not far from the truth. */
function checkClientNearLimit(result: TrialResult, serverCpus: number): Warning | null {
  if (result.trial.load.loop === 'open') return null;
  const busy = busyShares(result, serverCpus);
  if (busy === null || busy.server === null || busy.load < LOAD_BUSY_SHARE) return null;
  if (busy.server < SERVER_SPARE_SHARE || busy.server >= SERVER_BUSY_SHARE) return null;
  return {
    code: 'client-near-limit',
    message: `the load threads used ${formatShare(busy.load)} of their CPU (limit ${formatShare(LOAD_BUSY_SHARE)}) and the server ${formatShare(busy.server)} of its own: it could answer up to ${formatShare(1 / busy.server - 1)} more`,
    advice:
      'Compare CPU per message, or give the load more threads and CPUs (--threads) where there are some.',
  };
}

function busyShares(
  { loadgen, server, measuredNs }: TrialResult,
  serverCpus: number,
): { load: number; server: number | null } | null {
  if (measuredNs === 0) return null;
  return {
    load: loadgen.cpuNs / (measuredNs * loadgen.threads),
    server: server === null ? null : server.cpuNs / (measuredNs * serverCpus),
  };
}

/** Messages that left late although their connection was free make every latency doubtful. */
function checkSendLag(
  { sendLagNs, responseTimeNs, counts, loadgen }: TrialResult,
  sentLate: number,
): Warning | null {
  if (sendLagNs === null || responseTimeNs === null || counts.sent === 0) return null;
  const share = sentLate / counts.sent;
  if (share <= SENT_LATE_SHARE_MAX || sendLagNs.p99 < responseTimeNs.p99 / 4) return null;
  return {
    code: 'client-bound',
    message: `${formatShare(share)} of the messages left a millisecond late or more although their connection was free (limit ${formatShare(SENT_LATE_SHARE_MAX)}), which is a quarter or more of the response time at p99${describeWaiting(loadgen)}`,
    advice:
      'The load had too little CPU: end what else runs here, offer a lower rate, or give it more threads and CPUs (--threads).',
  };
}

/** Where they lost their time, as far as the kernel and V8 tell. */
function describeWaiting({ threadTime, garbageCollections }: TrialResult['loadgen']): string {
  if (threadTime === undefined) return '';
  const collected = (garbageCollections?.totalNs ?? 0) / 1e6;
  return `; the load threads waited ${Math.round(threadTime.waitedNs / 1e6)} ms for their CPU, and garbage collection took ${Math.round(collected)} ms`;
}

/** Said, not condemned: a server that can't keep up is what the curve is there to show. */
function checkRate({ trial, counts }: TrialResult): Warning | null {
  if (trial.load.loop !== 'open' || counts.scheduled === 0) return null;
  if (meetsRate(counts) || counts.answeredInWindow === 0) return null;
  const share = counts.answeredInWindow / counts.scheduled;
  return {
    code: 'rate-not-met',
    message: `${counts.answeredInWindow} of ${counts.scheduled} messages that were due were answered in time (${formatShare(share)}, limit ${formatShare(RATE_MET_SHARE)})`,
    advice:
      'Beyond saturation latency grows with the length of the test: compare strategies below it.',
  };
}

/** Clients = throughput x response time, in any stable closed loop (Little 1961). */
function checkLittlesLaw({
  trial,
  counts,
  connections,
  throughputPerSec,
  serviceTimeNs,
  measuredNs,
}: TrialResult): Warning | null {
  const { load } = trial;
  if (load.loop !== 'closed' || load.thinkTimeNs > 0 || trial.workload.kind !== 'conversation')
    return null;
  if (throughputPerSec === null || serviceTimeNs === null) return null;
  const allServed =
    connections.starved === 0 && connections.closedByServer + connections.reset === 0;
  // Messages that cross the window's edges weigh little only in a window of many of their lives.
  const isLong = measuredNs >= LITTLES_LAW_LIVES_MIN * serviceTimeNs.mean;
  if (!allServed || !isLong || counts.ok < LITTLES_LAW_MESSAGES_MIN) return null;
  // Times that were cut off, and windows that outlast the last reply, follow no law.
  if (counts.timedOut + counts.lost + counts.unfinished > 0) return null;
  const clients = load.connections * load.depth;
  const measured = (throughputPerSec * serviceTimeNs.mean) / 1e9;
  const deviation = Math.abs(measured / clients - 1);
  if (deviation <= LITTLES_LAW_SHARE) return null;
  return {
    code: 'littles-law',
    message: `throughput x service time makes ${measured.toFixed(1)} messages in flight, there were ${clients} (${formatShare(deviation)} off, limit ${formatShare(LITTLES_LAW_SHARE)})`,
    advice:
      measured < clients
        ? 'Time passed between a reply and the next message: the load was busy elsewhere. Measure longer, or with more load threads.'
        : 'Replies came unevenly over the window: look at the timeline, and measure longer.',
  };
}

function checkHost({ stealShare, throttledPeriods }: HostNoise): Warning | null {
  const stolen = stealShare !== null && stealShare > STEAL_SHARE_MAX;
  const throttled = throttledPeriods !== null && throttledPeriods > 0;
  if (!stolen && !throttled) return null;
  const told = [
    stolen
      ? `other machines on this host took ${formatShare(stealShare)} of the CPU time (limit ${formatShare(STEAL_SHARE_MAX)})`
      : '',
    throttled ? `the CPU quota stopped the container in ${throttledPeriods} periods` : '',
  ];
  return {
    code: 'host-noise',
    message: told.filter((text) => text !== '').join('; '),
    advice: 'Repeat when the host is quieter, on a machine of its own, or without a CPU quota.',
  };
}

/** A host that stands still for a while puts its pause into somebody's response times. */
function checkClock({ longestGapNs }: HostNoise): Warning | null {
  if (longestGapNs <= CLOCK_GAP_MAX_NS) return null;
  return {
    code: 'clock-gap',
    message: `the host took ${Math.round(longestGapNs / 1e6)} ms from the harness at once (limit ${CLOCK_GAP_MAX_NS / 1e6} ms): it stood still, or its CPUs were taken`,
    advice: 'End what else runs on this machine, and repeat.',
  };
}

/** Programs beside ours take the CPUs that the figures are about. */
function checkOthers({ othersShare }: HostNoise): Warning | null {
  if (othersShare === null || othersShare <= OTHERS_SHARE_NOTED) return null;
  return {
    code: 'host-noise',
    message: `other programs used ${formatShare(othersShare)} of the CPU time (noted from ${formatShare(OTHERS_SHARE_NOTED)}, limit ${formatShare(OTHERS_SHARE_MAX)})`,
    advice: 'End what else runs on this machine, and repeat.',
  };
}

/** The ledger says where they went; here it is said aloud. */
function checkUnanswered({ counts }: TrialResult): Warning | null {
  const failed = Object.values(counts.failed).reduce((sum, n) => sum + n, 0);
  // What was lost has a warning of its own.
  const unanswered = failed + counts.timedOut + counts.dropped + counts.unfinished;
  if (counts.scheduled === 0 || unanswered <= counts.scheduled * UNANSWERED_SHARE_MAX) return null;
  return {
    code: 'unanswered',
    message: `${unanswered} of ${counts.scheduled} messages had no good answer in time (${formatShare(unanswered / counts.scheduled)}, limit ${formatShare(UNANSWERED_SHARE_MAX)})`,
    advice:
      counts.ok > 0
        ? 'Percentiles hold the wait of those that were only late; read throughput with care.'
        : 'Is it a server that sends every message back, or does what the workload asks? Talk to it: echosounder talk TARGET.',
  };
}

function checkConversationEnded({ trial, connections }: TrialResult): Warning | null {
  const { closedByServer, reset, established } = connections;
  if (!keepsConnection(trial.workload) || closedByServer + reset === 0) return null;
  return {
    code: 'conversation-ended',
    message: `the server ended ${closedByServer + reset} of ${established} conversations (${reset} by a reset)`,
    advice:
      'A server that answers once per connection is measured by the churn workload (--workload churn).',
  };
}
