import type { EngineName } from '../../loadgen/load-plan.ts';
import type { LoadResult } from '../../loadgen/merge-shares.ts';
import type { Trial } from '../../results/trial.ts';
import type { ServerCost, TimelineEntry, TrialResult } from '../../results/trial-result.ts';
import type { ServerExit } from '../../servers/strategy.ts';
import type { ProcessSample, WatchedUsage } from './process-watch.ts';
import { type HostNoise, judgeTrial } from './validity.ts';

/** All that is known of a trial when it has ended. */
export interface TrialRecord {
  readonly trial: Trial;
  readonly startedAt: string;
  readonly measured: LoadResult;
  readonly watched: { readonly server: WatchedUsage | null; readonly load: WatchedUsage | null };
  /** How our server ended; null for a server that is not ours. */
  readonly exit: ServerExit | null;
  /** The same, when it ended before it was told to. */
  readonly death: ServerExit | null;
  readonly noise: HostNoise;
  readonly interrupted: boolean;
  readonly mayEnd: boolean;
  readonly engine: EngineName;
  readonly loadThreads: number;
  readonly serverCpus: number;
}

type Status = TrialResult['status'];

/** Puts the two sides of a trial together and judges the whole. */
export function buildTrialResult(record: TrialRecord): TrialResult {
  const { trial, measured, watched, exit } = record;
  const answered = measured.counts.answeredInWindow;
  const measuredNs = measured.measuredNs ?? 0;
  const loadCpuNs = watched.load?.cost.cpuNs ?? 0;
  const unjudged: TrialResult = {
    schema: 1,
    trial,
    status: 'complete',
    reasons: [],
    warnings: [],
    startedAt: record.startedAt,
    counts: measured.counts,
    connections: measured.connections,
    measuredNs,
    throughputPerSec: measuredNs > 0 ? (answered * 1e9) / measuredNs : null,
    ...measured.times,
    server: describeServer(watched.server, exit, answered),
    loadgen: {
      engine: record.engine,
      threads: record.loadThreads,
      cpuNs: loadCpuNs,
      cpuNsPerMessage: answered > 0 ? loadCpuNs / answered : null,
      peakRssBytes: watched.load?.cost.peakRssBytes ?? 0,
    },
    timeline: joinTimeline(measured.timeline, watched.server?.samples ?? []),
  };
  const { warnings, invalid } = judgeTrial(unjudged, record.serverCpus, record.noise);
  const { status, reasons } = decideStatus(record, invalid);
  return { ...unjudged, status, reasons, warnings };
}

/** The worst of what happened names the trial. */
function decideStatus(
  { measured, death, interrupted, mayEnd, trial }: TrialRecord,
  invalid: readonly string[],
): { status: Status; reasons: string[] } {
  if (measured.verificationFailure !== null) {
    return { status: 'failed-verification', reasons: [measured.verificationFailure] };
  }
  if (interrupted) return { status: 'interrupted', reasons: ['interrupted by the user'] };
  if (death !== null) return { status: 'incomplete', reasons: [describeDeath(death)] };
  const shortfall = describeShortfall(measured, trial, mayEnd);
  if (shortfall !== null) return { status: 'incomplete', reasons: [shortfall] };
  return { status: invalid.length > 0 ? 'invalid' : 'complete', reasons: [...invalid] };
}

function describeDeath({ code, signal, stderrTail }: ServerExit): string {
  const last = stderrTail.trim().split('\n').at(-1) ?? '';
  const how = signal === null ? `exit code ${code}` : signal;
  return `the server died during the trial (${how})${last === '' ? '' : `: ${last}`}`;
}

/** A measurement that ended early because no connection was left. */
function describeShortfall(measured: LoadResult, trial: Trial, mayEnd: boolean): string | null {
  const { connections, measuredNs } = measured;
  if (connections.established === 0 && connections.attempted > 0) {
    return `no connection was established (${connections.refused} of ${connections.attempted} refused)`;
  }
  // One answer each and a farewell in good order is what some servers do: a result, with a warning.
  const dismissed = connections.closedByServer > 0 && connections.starved === 0;
  const whole = trial.timing.measureNs;
  if (mayEnd || dismissed || (measuredNs ?? 0) >= whole * 0.999) return null;
  const reached = ((measuredNs ?? 0) / 1e9).toFixed(1);
  return `every connection had ended ${reached} s into the ${(whole / 1e9).toFixed(1)} s of measurement`;
}

function describeServer(
  watched: WatchedUsage | null,
  exit: ServerExit | null,
  answered: number,
): ServerCost | null {
  if (watched === null) return null;
  return {
    ...watched.cost,
    cpuNsPerMessage: answered > 0 ? watched.cost.cpuNs / answered : null,
    connectionsPerWorker: [...(exit?.connectionsPerWorker ?? [])],
  };
}

/** Gives each 100 ms what the server used in it, as far as it was looked at. */
function joinTimeline(
  entries: LoadResult['timeline'],
  samples: readonly ProcessSample[],
): TimelineEntry[] {
  return entries.map((entry, index) => {
    const [before, after] = [samples[index], samples[index + 1]];
    const known = before !== undefined && after !== undefined;
    return {
      ...entry,
      serverCpuNs: known ? Math.max(0, Math.round(after.cpuNs - before.cpuNs)) : null,
      serverRssBytes: after?.rssBytes ?? null,
    };
  });
}
