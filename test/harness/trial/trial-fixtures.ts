import type { Cell } from '../../../harness/plan/cells.ts';
import type { LoadResult } from '../../../loadgen/threads/merge-shares.ts';
import type { Distribution } from '../../../results/distribution.ts';
import type { Trial } from '../../../results/trial.ts';
import type { TrialResult } from '../../../results/trial-result.ts';

const SECOND_NS = 1_000_000_000;

/** A sound closed-loop trial of one second: 10,000 messages over 10 connections, 1 ms each. */
export const trial: Trial = {
  id: 'a.event-loop.r1',
  scenario: 'a',
  cell: 'a/event-loop',
  strategy: 'event-loop',
  target: null,
  service: 'echo',
  transport: 'tcp',
  workload: { kind: 'conversation', payloadBytes: 64 },
  load: { loop: 'closed', connections: 10, depth: 1, thinkTimeNs: 0 },
  timing: {
    firstReplyWaitNs: SECOND_NS,
    warmupNs: 0,
    measureNs: SECOND_NS,
    drainNs: SECOND_NS,
    timeoutNs: SECOND_NS,
  },
  repetition: 0,
  seed: 1,
};

/** The cell that it is of. */
export const cell: Cell = {
  name: trial.cell,
  scenario: trial.scenario,
  server: {
    strategy: 'event-loop',
    label: 'event-loop',
    distribution: 'round-robin',
    workers: null,
  },
  admitsOne: false,
  answersOnce: false,
  service: 'echo',
  transport: 'tcp',
  host: '127.0.0.1',
  workload: trial.workload,
  load: trial.load,
  timing: trial.timing,
};

export const openLoad: Trial['load'] = {
  loop: 'open',
  connections: 10,
  offeredRatePerSec: 10_000,
  arrivals: 'constant',
};

/** A distribution whose every time is `timeNs`. */
export function allAt(timeNs: number): Distribution {
  return {
    count: 10_000,
    min: timeNs,
    mean: timeNs,
    p50: timeNs,
    p90: timeNs,
    p99: timeNs,
    p999: timeNs,
    p9999: timeNs,
    max: timeNs,
    histogram: '',
  };
}

export const measured: LoadResult = {
  sentLate: 0,
  answered: 12_000,
  silentNs: 1_000_000,
  counts: {
    scheduled: 10_000,
    sent: 10_000,
    ok: 10_000,
    failed: {},
    timedOut: 0,
    lost: 0,
    dropped: 0,
    unfinished: 0,
    corrupt: 0,
    duplicated: 0,
    reordered: 0,
    answeredInWindow: 10_000,
  },
  connections: {
    attempted: 10,
    established: 10,
    served: 10,
    starved: 0,
    refused: 0,
    reset: 0,
    closedByServer: 0,
  },
  measuredNs: SECOND_NS,
  times: {
    responseTimeNs: allAt(1_000_000),
    serviceTimeNs: allAt(1_000_000),
    sendLagNs: allAt(0),
    connectTimeNs: null,
    firstReplyTimeNs: null,
  },
  timeline: Array.from({ length: 10 }, (_, index) => ({
    atNs: index * 100_000_000,
    ok: 1000,
    failed: 0,
    p50Ns: 1_000_000,
    p99Ns: 1_000_000,
    maxNs: 1_000_000,
  })),
  verificationFailure: null,
  garbageCollections: null,
  threadTime: null,
  deliveries: null,
};

export const serverCost = {
  cpuNs: 950_000_000,
  peakRssBytes: 50 << 20,
  voluntarySwitches: 10,
  involuntarySwitches: 1,
  processes: 1,
  threads: 11,
};

/** The result of that trial: the server busy for 95 % of its one CPU, the load for 50 % of its. */
export const sound: TrialResult = {
  schema: 1,
  trial,
  status: 'complete',
  reasons: [],
  warnings: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  counts: measured.counts,
  connections: measured.connections,
  measuredNs: SECOND_NS,
  throughputPerSec: 10_000,
  ...measured.times,
  server: { ...serverCost, cpuNsPerMessage: 95_000, connectionsPerWorker: [10] },
  loadgen: {
    engine: 'node',
    threads: 1,
    cpuNs: 500_000_000,
    cpuNsPerMessage: 50_000,
    peakRssBytes: 60 << 20,
  },
  timeline: measured.timeline.map((entry) => ({
    ...entry,
    serverCpuNs: 95_000_000,
    serverRssBytes: 50 << 20,
  })),
};

export const quiet = { stealShare: 0, throttledPeriods: 0, longestGapNs: 0, othersShare: 0 };
