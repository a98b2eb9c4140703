import type { TrialResult, Warning } from '../../results/trial-result.ts';

/** What the host did during a trial. */
export interface HostNoise {
  /** Share of the CPUs' time that other machines on the same metal took, 0..1; null: not known. */
  readonly stealShare: number | null;
  readonly throttledPeriods: number | null;
  /** Longest time for which a process that looks at the clock every 20 ms could not. */
  readonly longestGapNs: number;
}

export interface Judgement {
  readonly warnings: Warning[];
  /** Why the trial can't be used; empty for a sound one. */
  readonly invalid: string[];
}

/** From this share of its CPUs on, the load may have been the limit. */
const LOAD_BUSY_SHARE = 0.9;
const SERVER_BUSY_SHARE = 0.9;
/** Below this share the server had so much to spare that its throughput was not measured at all. */
const SERVER_SPARE_SHARE = 0.75;
const RATE_MET_SHARE = 0.99;
/** So few may be on their way when the window closes. */
const RATE_MISSED_MIN = 20;
const LITTLES_LAW_SHARE = 0.05;
const LITTLES_LAW_MESSAGES_MIN = 1_000;
const LITTLES_LAW_LIVES_MIN = 50;
const STEAL_SHARE_MAX = 0.01;
const CLOCK_GAP_MAX_NS = 100_000_000;
/** Client codes that speak of the client's own limits. */
const CLIENT_LIMIT_CODES = ['EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'];

/** Judges the measurement, never the server: a slow server is a result. */
export function judgeTrial(result: TrialResult, serverCpus: number, noise: HostNoise): Judgement {
  const warnings: Warning[] = [];
  const invalid: string[] = [];
  const add = (warning: Warning | null, invalidates: boolean): void => {
    if (warning === null) return;
    warnings.push(warning);
    if (invalidates) invalid.push(`${warning.code}: ${warning.message}`);
  };
  add(checkClientLimits(result), true);
  add(checkClientBound(result, serverCpus), true);
  add(checkClientNearLimit(result, serverCpus), false);
  add(checkRate(result), false);
  add(checkLittlesLaw(result), false);
  add(checkHost(noise), true);
  add(checkClock(noise), true);
  add(checkConversationEnded(result), false);
  return { warnings, invalid };
}

function checkClientLimits({ counts }: TrialResult): Warning | null {
  const codes = CLIENT_LIMIT_CODES.filter((code) => (counts.failed[code] ?? 0) > 0);
  if (codes.length === 0) return null;
  return {
    code: 'client-limit',
    message: `the load's own machine ran out: ${codes.map((c) => `${counts.failed[c]} x ${c}`).join(', ')}`,
    advice:
      'Use fewer connections, or raise the limit of open files or ports (ulimit -n, net.ipv4.ip_local_port_range).',
  };
}

/** The load had no CPU left while the server still had some: the server was not the limit. */
function checkClientBound(result: TrialResult, serverCpus: number): Warning | null {
  // An open loop polls on purpose; there the send lag tells.
  if (result.trial.load.loop === 'open') return checkSendLag(result);
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
function checkSendLag({
  sendLagNs,
  responseTimeNs,
  trial,
  server,
  measuredNs,
}: TrialResult): Warning | null {
  if (trial.load.loop !== 'open' || sendLagNs === null || responseTimeNs === null) return null;
  const serverIdle = server !== null && measuredNs > 0 && server.cpuNs < 0.8 * measuredNs;
  if (!serverIdle || sendLagNs.p99 < 1_000_000 || sendLagNs.p99 < responseTimeNs.p99 / 4)
    return null;
  return {
    code: 'client-bound',
    message: `messages left ${Math.round(sendLagNs.p99 / 1e3)} us late at p99, a quarter or more of the response time, while the server had CPU to spare`,
    advice: 'Offer a lower rate, or give the load more threads and CPUs (--threads).',
  };
}

/** Said, not condemned: a server that can't keep up is what the curve is there to show. */
function checkRate({ trial, counts }: TrialResult): Warning | null {
  if (trial.load.loop !== 'open' || counts.scheduled === 0) return null;
  // Poisson arrivals vary: what the schedule asked in this very window is the measure.
  const share = counts.answeredInWindow / counts.scheduled;
  if (share >= RATE_MET_SHARE || counts.scheduled - counts.answeredInWindow < RATE_MISSED_MIN) {
    return null;
  }
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
  const clients = load.connections * load.depth;
  const measured = (throughputPerSec * serviceTimeNs.mean) / 1e9;
  const deviation = Math.abs(measured / clients - 1);
  if (deviation <= LITTLES_LAW_SHARE) return null;
  return {
    code: 'littles-law',
    message: `throughput x service time makes ${measured.toFixed(1)} messages in flight, there were ${clients} (${formatShare(deviation)} off, limit ${formatShare(LITTLES_LAW_SHARE)})`,
    advice:
      'Time passed between a reply and the next message: the load was busy elsewhere. Measure longer, or with more load threads.',
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
    message: `the harness could not look at the clock for ${Math.round(longestGapNs / 1e6)} ms (limit ${CLOCK_GAP_MAX_NS / 1e6} ms): the host stood still, or its CPUs were taken`,
    advice: 'End what else runs on this machine, and repeat.',
  };
}

function checkConversationEnded({ trial, connections }: TrialResult): Warning | null {
  if (trial.workload.kind !== 'conversation' || connections.closedByServer === 0) return null;
  return {
    code: 'conversation-ended',
    message: `the server hung up on ${connections.closedByServer} of ${connections.established} conversations`,
    advice:
      'A server that answers once per connection is measured by the churn workload (--workload churn).',
  };
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
