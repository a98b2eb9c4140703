import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** Whether the load itself, or the machine it runs on, was the limit. */

/** From this share of its CPUs on, the load may have been the limit. */
export const LOAD_BUSY_SHARE = 0.9;
export const SERVER_BUSY_SHARE = 0.9;
/** Below this share the server had so much to spare that its throughput was not measured at all. */
export const SERVER_SPARE_SHARE = 0.75;
export const SENT_LATE_SHARE_MAX = 0.01;
/** Alone on its CPU a load thread waits 1 or 2 % of the time, for the threads of its own process. */
const WAITED_SHARE_NOTED = 0.1;
/** Client codes that speak of the client's own limits. */
const CLIENT_LIMIT_CODES = ['EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'];

/** Also what failed before the window opened: the measurement had fewer clients than it asked for. */
export function checkClientLimits({ trial, counts, connections }: TrialResult): Warning | null {
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
export function checkClientBound(result: TrialResult, serverCpus: number): Warning | null {
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
export function checkClientNearLimit(result: TrialResult, serverCpus: number): Warning | null {
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
export function checkSendLag(
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

/**
 * Load threads that others kept from their CPU answer late in a closed loop, and find replies late in
 * any. Said, not condemned: where the server is not ours to place it may be the one that took the
 * CPU, and then the figures are what this machine can do.
 */
export function checkWaiting({ loadgen, measuredNs }: TrialResult): Warning | null {
  const { threadTime, threads } = loadgen;
  if (threadTime === undefined || measuredNs === 0) return null;
  const share = threadTime.waitedNs / (measuredNs * threads);
  if (share <= WAITED_SHARE_NOTED) return null;
  return {
    code: 'client-waited',
    message: `the load threads were ready to run and waited for a CPU for ${formatShare(share)} of the measurement (noted from ${formatShare(WAITED_SHARE_NOTED)}): the times hold that wait, and a closed loop asks for less`,
    advice:
      'End what else runs on this machine; leave a CPU to the load if the server takes all of them (taskset -c, fewer workers); fewer --threads where there are more of them than CPUs to spare.',
  };
}

/** Where they lost their time, as far as the kernel and V8 tell. */
function describeWaiting({ threadTime, garbageCollections }: TrialResult['loadgen']): string {
  if (threadTime === undefined) return '';
  const collected = (garbageCollections?.totalNs ?? 0) / 1e6;
  return `; the load threads waited ${Math.round(threadTime.waitedNs / 1e6)} ms for their CPU, and garbage collection took ${Math.round(collected)} ms`;
}
