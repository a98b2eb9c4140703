import { describe, expect, test } from 'vitest';
import { judgeTrial } from '../../../../harness/trial/checks/judge-trial.ts';
import type { HostNoise } from '../../../../harness/trial/watches/watch-host.ts';
import type { TrialResult } from '../../../../results/trial-result.ts';
import { allAt, openLoad, quiet, sound, trial } from '../trial-fixtures.ts';

const udpTrial = { ...trial, transport: 'udp' } as const;
const openTrial = { ...trial, load: openLoad };

const chatTrial = {
  ...openTrial,
  workload: {
    kind: 'chat',
    rooms: 1,
    membersPerRoom: 10,
    speakersPerRoom: 2,
    payloadBytes: 64,
    slowReaders: 1,
  },
} as const;

/** A room of ten whose load takes 1 us to hear a delivery. */
function hearing(lastNs: number, serverNs: number): Partial<TrialResult> {
  const times = allAt(lastNs);
  return {
    trial: chatTrial,
    loadgen: { ...sound.loadgen, engine: 'posix' },
    chat: {
      deliveries: {
        expected: 1,
        delivered: 1,
        lost: 0,
        failed: 0,
        unfinished: 0,
        duplicated: 0,
        misordered: 0,
        excused: 0,
      },
      deliveriesPerSec: 1,
      serverCpuNsPerDelivery: serverNs,
      loadgenCpuNsPerDelivery: 1_000,
      deliveryTimeNs: times,
      firstReceiverTimeNs: times,
      medianReceiverTimeNs: times,
      lastReceiverTimeNs: times,
      slowReaders: { members: 0, disconnected: 0 },
    },
  };
}

/** Two load threads that were kept from their CPUs for a share of the time. */
function waiting(share: number): Partial<TrialResult> {
  const threadTime = { ranNs: 1, waitedNs: 2 * share * sound.measuredNs };
  return { loadgen: { ...sound.loadgen, threads: 2, threadTime } };
}

interface Case {
  readonly result?: Partial<TrialResult>;
  readonly noise?: HostNoise;
  readonly serverCpus?: number;
  readonly sentLate?: number;
}

function judge({ result = {}, noise = quiet, serverCpus = 1, sentLate = 0 }: Case) {
  return judgeTrial({ ...sound, ...result }, { serverCpus, noise, sentLate });
}

function codesOf(trial: Case): string[] {
  return judge(trial).warnings.map(({ code }) => code);
}

function invalidOf(trial: Case): readonly string[] {
  return judge(trial).invalid;
}

/** CPU time of both sides as shares of the measured second. */
function busy(load: number, server: number): Partial<TrialResult> {
  return {
    loadgen: { ...sound.loadgen, cpuNs: load * 1e9 },
    server: sound.server === null ? null : { ...sound.server, cpuNs: server * 1e9 },
  };
}

/** Pauses of the load's one thread in the measured second; p99 is 1 ms, and so is every message. */
function paused(count: number, longestNs: number): Partial<TrialResult> {
  const garbageCollections = { count, totalNs: count * longestNs, longestNs };
  return { loadgen: { ...sound.loadgen, garbageCollections } };
}

/** Replies in each 100 ms of the measured second. */
function answering(...perInterval: number[]): Partial<TrialResult> {
  return {
    timeline: sound.timeline.flatMap((entry, i) => {
      const ok = perInterval[i];
      return ok === undefined ? [] : [{ ...entry, ok }];
    }),
  };
}

const overflown = { connections: { ...sound.connections, listenOverflows: 1 } };

/** Messages left two milliseconds late, and were answered at once. */
const late = { trial: openTrial, sendLagNs: allAt(2_000_000), responseTimeNs: allAt(3_000_000) };

const failed = (codes: Record<string, number>) => ({
  counts: { ...sound.counts, failed: codes },
});

describe('a sound trial', () => {
  test('has no warning', () => {
    expect(judge({})).toEqual({ warnings: [], invalid: [] });
  });

  test('of a host that tells nothing has no warning either', () => {
    expect(
      codesOf({
        noise: { stealShare: null, throttledPeriods: null, longestGapNs: 0, othersShare: null },
      }),
    ).toEqual([]);
  });
});

describe('each warning', () => {
  test.each<[string, Case, Case]>([
    ['client-limit', { result: failed({ EMFILE: 1 }) }, { result: failed({ ECONNRESET: 9 }) }],
    ['client-bound', { result: busy(0.91, 0.74) }, { result: busy(0.89, 0.74) }],
    ['client-bound', { result: busy(0.91, 0.74) }, { result: busy(0.91, 0.91) }],
    [
      'client-bound',
      { result: busy(0.95, 1.4), serverCpus: 2 },
      { result: busy(0.95, 1.9), serverCpus: 2 },
    ],
    ['client-waited', { result: waiting(0.101) }, { result: waiting(0.1) }],
    ['client-near-limit', { result: busy(0.91, 0.8) }, { result: busy(0.89, 0.8) }],
    ['client-near-limit', { result: busy(0.91, 0.8) }, { result: busy(0.91, 0.91) }],
    [
      // More than 1 % of 10,000 messages.
      'client-bound',
      { result: late, sentLate: 101 },
      { result: late, sentLate: 100 },
    ],
    [
      // Late, but little beside what the server took.
      'client-bound',
      { result: late, sentLate: 500 },
      { result: { ...late, responseTimeNs: allAt(8_000_001) }, sentLate: 500 },
    ],
    [
      'client-limit',
      { result: { connections: { ...sound.connections, failed: { EMFILE: 1 } } } },
      { result: { connections: { ...sound.connections, failed: { ECONNRESET: 1 } } } },
    ],
    // A quarter of p99, ...
    ['client-gc', { result: paused(20, 250_000) }, { result: paused(20, 249_000) }],
    // ... which 1 % of the messages may have met.
    ['client-gc', { result: paused(5, 1_000_000) }, { result: paused(4, 1_000_000) }],
    [
      'listen-overflow',
      { result: { ...overflown, connectTimeNs: allAt(1_010_000_000) } },
      { result: { ...overflown, connectTimeNs: allAt(10_000_000) } },
    ],
    [
      'not-all-opened',
      { result: { connections: { ...sound.connections, attempted: 9, established: 5 } } },
      { result: { connections: { ...sound.connections, attempted: 10, established: 5 } } },
    ],
    [
      // Somebody who still tries, and nobody who was dropped.
      'listen-overflow',
      { result: { connections: { ...overflown.connections, attempted: 11 } } },
      { result: { connections: { ...sound.connections, attempted: 11, listenOverflows: 0 } } },
    ],
    [
      // A unix socket refuses at once where TCP drops; on TCP the same code is another story.
      'listen-overflow',
      {
        result: {
          trial: { ...trial, transport: 'unix' },
          connections: { ...sound.connections, failed: { EAGAIN: 1 } },
        },
      },
      { result: { connections: { ...sound.connections, failed: { EAGAIN: 1 } } } },
    ],
    [
      'host-noise',
      { noise: { ...quiet, othersShare: 0.051 } },
      { noise: { ...quiet, othersShare: 0.05 } },
    ],
    [
      'unanswered',
      { result: { counts: { ...sound.counts, timedOut: 50, unfinished: 51 } } },
      { result: { counts: { ...sound.counts, timedOut: 50, unfinished: 50 } } },
    ],
    [
      'datagram-loss',
      { result: { trial: udpTrial, counts: { ...sound.counts, lost: 11 } } },
      { result: { trial: udpTrial, counts: { ...sound.counts, lost: 10 } } },
    ],
    [
      'client-limit',
      { result: { connections: { ...sound.connections, failed: { RECEIVE_BUFFER_FULL: 1 } } } },
      { result: { connections: { ...sound.connections, failed: { RECEIVE_BUFFER_FULL: 0 } } } },
    ],
    [
      'port-unreachable',
      { result: { trial: udpTrial, connections: { ...sound.connections, refused: 1 } } },
      { result: { trial, connections: { ...sound.connections, refused: 1 } } },
    ],
    [
      // Messages that were given up waited for the time-out, which is no service time.
      'littles-law',
      { result: { trial: udpTrial, serviceTimeNs: allAt(1_060_000) } },
      {
        result: {
          trial: udpTrial,
          serviceTimeNs: allAt(1_060_000),
          counts: { ...sound.counts, lost: 1 },
        },
      },
    ],
    [
      'rate-not-met',
      { result: { trial: openTrial, counts: { ...sound.counts, answeredInWindow: 9_899 } } },
      { result: { trial: openTrial, counts: { ...sound.counts, answeredInWindow: 9_900 } } },
    ],
    [
      'rate-not-met',
      {
        result: {
          trial: openTrial,
          counts: { ...sound.counts, scheduled: 100, answeredInWindow: 80 },
        },
      },
      {
        result: {
          trial: openTrial,
          counts: { ...sound.counts, scheduled: 100, answeredInWindow: 81 },
        },
      },
    ],
    [
      'littles-law',
      { result: { serviceTimeNs: allAt(940_000) } },
      { result: { serviceTimeNs: allAt(960_000) } },
    ],
    [
      'littles-law',
      { result: { serviceTimeNs: allAt(1_060_000) } },
      { result: { serviceTimeNs: allAt(1_040_000) } },
    ],
    [
      'host-noise',
      { noise: { ...quiet, stealShare: 0.011 } },
      { noise: { ...quiet, stealShare: 0.01 } },
    ],
    ['host-noise', { noise: { ...quiet, throttledPeriods: 1 } }, { noise: quiet }],
    [
      'not-steady',
      { result: answering(90, 90, 100, 100) },
      { result: answering(91, 91, 100, 100) },
    ],
    // One interval that is better than one of the other half: a hiccup, no drift.
    ['not-steady', { result: answering(100, 90, 80, 70) }, { result: answering(80, 90, 85, 10) }],
    ['not-steady', { result: answering(9, 9, 5, 20, 20) }, { result: answering(9, 20, 20) }],
    [
      'not-steady',
      { result: answering(9, 9, 20, 20) },
      { result: { ...answering(9, 9, 20, 20), trial: openTrial } },
    ],
    [
      'clock-gap',
      { noise: { ...quiet, longestGapNs: 100_000_001 } },
      { noise: { ...quiet, longestGapNs: 100_000_000 } },
    ],
    [
      'member-gone',
      { result: { trial: chatTrial, connections: { ...sound.connections, reset: 1 } } },
      { result: { trial: chatTrial } },
    ],
    ['client-hears-late', { result: hearing(30_000, 1_000) }, { result: hearing(30_000, 1_001) }],
    ['client-hears-late', { result: hearing(36_000, 900) }, { result: hearing(36_001, 900) }],
    [
      'conversation-ended',
      { result: { connections: { ...sound.connections, closedByServer: 1 } } },
      { result: { connections: { ...sound.connections, refused: 1 } } },
    ],
  ])('%s comes on one side of its limit and not on the other', (code, beyond, within) => {
    expect(codesOf(beyond)).toContain(code);
    expect(codesOf(within)).not.toContain(code);
  });

  test('says the figure with its limit, and gives advice', () => {
    const cases: Case[] = [
      { result: failed({ EMFILE: 3 }) },
      { result: busy(0.95, 0.5) },
      { noise: { ...quiet, stealShare: 0.2, throttledPeriods: 4 } },
      { result: { serviceTimeNs: allAt(500_000) } },
    ];
    for (const each of cases) {
      const { warnings } = judge(each);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.message).toMatch(/\d/);
      expect(warnings[0]?.advice).toMatch(/^[A-Z].*\.$/);
    }
  });
});

test('a server whose answers all came too late is not taken for one that does not answer', () => {
  const adviceOf = (answeredInWindow: number) => {
    const counts = { ...sound.counts, ok: 0, timedOut: sound.counts.scheduled, answeredInWindow };
    return judge({ result: { counts } }).warnings.find(({ code }) => code === 'unanswered')?.advice;
  };
  expect(adviceOf(0)).toMatch(/Talk to it/);
  expect(adviceOf(9)).toMatch(/only late/);
});

test('a load that was late tells what it waited for, where that is known', () => {
  const threadTime = { ranNs: 400_000_000, waitedNs: 23_400_000 };
  const result = { ...late, loadgen: { ...sound.loadgen, threadTime } };
  const [known] = judge({ result, sentLate: 500 }).warnings;
  expect(known?.message).toMatch(/p99; the load threads waited 23 ms for their CPU, and garbage /);
  expect(judge({ result: late, sentLate: 500 }).warnings[0]?.message).toMatch(/p99$/);
});

describe('what a warning does to the trial', () => {
  test.each<[string, Case]>([
    ['client-limit', { result: failed({ EADDRNOTAVAIL: 1 }) }],
    ['client-bound', { result: busy(0.95, 0.5) }],
    ['host-noise', { noise: { ...quiet, stealShare: 0.2 } }],
    ['clock-gap', { noise: { ...quiet, longestGapNs: 1e9 } }],
    ['host-noise', { noise: { ...quiet, othersShare: 0.21 } }],
    ['client-bound', { result: late, sentLate: 500 }],
  ])('%s makes it invalid', (code, broken) => {
    expect(invalidOf(broken)).toEqual([expect.stringMatching(`^${code}: `)]);
  });

  test.each<[string, Case]>([
    ['client-waited', { result: waiting(0.9) }],
    ['client-near-limit', { result: busy(0.95, 0.8) }],
    ['host-noise', { noise: { ...quiet, othersShare: 0.19 } }],
    ['unanswered', { result: { counts: { ...sound.counts, unfinished: 9_000 } } }],
    [
      'rate-not-met',
      { result: { trial: openTrial, counts: { ...sound.counts, answeredInWindow: 100 } } },
    ],
    ['littles-law', { result: { serviceTimeNs: allAt(500_000) } }],
    ['not-steady', { result: answering(10, 10, 20, 20) }],
    [
      'conversation-ended',
      { result: { connections: { ...sound.connections, closedByServer: 10 } } },
    ],
  ])('%s speaks of a result that is used', (code, doubtful) => {
    expect(codesOf(doubtful)).toContain(code);
    expect(invalidOf(doubtful)).toEqual([]);
  });
});

describe("Little's law", () => {
  const off = { serviceTimeNs: allAt(500_000) };

  test.each<[string, Partial<TrialResult>]>([
    ['of an open loop', { trial: openTrial }],
    [
      'of clients that think',
      { trial: { ...trial, load: { loop: 'closed', connections: 10, depth: 1, thinkTimeNs: 1 } } },
    ],
    ['of churn', { trial: { ...trial, workload: { kind: 'churn', payloadBytes: 64 } } }],
    ['of starved clients', { connections: { ...sound.connections, starved: 1 } }],
    ['of messages without an answer', { counts: { ...sound.counts, unfinished: 1 } }],
    ['of too few messages', { counts: { ...sound.counts, ok: 999 } }],
  ])('is not asked %s', (_name, result) => {
    expect(codesOf({ result: { ...off, ...result } })).not.toContain('littles-law');
  });
});
