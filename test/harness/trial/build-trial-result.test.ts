import { describe, expect, test } from 'vitest';
import { buildTrialResult } from '../../../harness/trial/build-trial-result.ts';
import type { TrialRecord } from '../../../harness/trial/trial-record.ts';
import { trialResultSchema } from '../../../results/trial-result.ts';
import type { ServerExit } from '../../../servers/strategy.ts';
import { allAt, measured, quiet, serverCost, trial } from './trial-fixtures.ts';

const stopped: ServerExit = {
  code: 0,
  signal: null,
  connectionsPerWorker: [6, 4],
  disconnectedSlowReaders: 0,
  stderrTail: '',
  forced: false,
};
const killed: ServerExit = { ...stopped, code: null, signal: 'SIGKILL' };

function look(atNs: number, cpuNs: number, rssBytes: number) {
  return { atNs, cpuNs, rssBytes, processes: 1 };
}

const record: TrialRecord = {
  trial,
  startedAt: '2026-01-01T00:00:00.000Z',
  measured,
  watched: {
    server: { samples: [], cost: serverCost },
    load: { samples: [], cost: { ...serverCost, cpuNs: 500_000_000 } },
  },
  exit: stopped,
  death: null,
  noise: quiet,
  harnessCpuNs: null,
  listenQueue: null,
  receiveBufferLoss: null,
  interrupted: false,
  mayEnd: false,
  answersOnce: false,
  engine: 'node',
  loadThreads: 1,
  serverCpus: 1,
};

const wrong = { ...measured, verificationFailure: 'connection 3: reply 7 was due' };
const noisy = { stealShare: 0.5, throttledPeriods: 0, longestGapNs: 0, othersShare: 0 };
const cutShort = { ...measured, measuredNs: 400_000_000 };

test('a trial tells how often listen queues were full, where that is known', () => {
  const { connections } = buildTrialResult({ ...record, listenQueue: { overflows: 2, drops: 3 } });
  expect(connections).toEqual({ ...measured.connections, listenOverflows: 2, listenDrops: 3 });
  expect(buildTrialResult(record).connections).toEqual(measured.connections);
});

describe('a chat', () => {
  const workload = {
    kind: 'chat',
    rooms: 1,
    membersPerRoom: 10,
    speakersPerRoom: 1,
    payloadBytes: 64,
    slowReaders: 1,
  } as const;
  const deliveries = {
    counts: {
      expected: 80_000,
      delivered: 80_000,
      lost: 0,
      failed: 0,
      unfinished: 0,
      duplicated: 0,
      misordered: 0,
      excused: 10_000,
    },
    deliveredInWindow: 79_000,
    slowReadersDisconnected: 1,
    times: {
      deliveryTimeNs: allAt(1_000),
      firstReceiverTimeNs: null,
      medianReceiverTimeNs: null,
      lastReceiverTimeNs: null,
    },
  };
  const chat = { ...record, trial: { ...trial, workload }, measured: { ...measured, deliveries } };

  test('has what each delivery cost, and what became of its slow readers', () => {
    const result = buildTrialResult(chat);
    expect(trialResultSchema.safeParse(result).error).toBeUndefined();
    expect(result.chat).toMatchObject({
      deliveries: deliveries.counts,
      deliveriesPerSec: 79_000,
      serverCpuNsPerDelivery: 950_000_000 / 79_000,
      loadgenCpuNsPerDelivery: 500_000_000 / 79_000,
      slowReaders: { members: 1, disconnected: 1 },
    });
  });

  test('has how many slow readers the server counted, unless it died before it could tell', () => {
    const slowReadersOf = (exit: ServerExit) =>
      buildTrialResult({ ...chat, exit }).chat?.slowReaders;
    expect(slowReadersOf({ ...stopped, disconnectedSlowReaders: 2 })).toEqual({
      members: 1,
      disconnected: 1,
      countedByServer: 2,
    });
    expect(slowReadersOf({ ...killed, disconnectedSlowReaders: null })).toEqual({
      members: 1,
      disconnected: 1,
    });
  });

  test('no other trial has any of it', () => {
    expect(buildTrialResult(record)).not.toHaveProperty('chat');
  });

  test('is incomplete when members went that were no slow readers', () => {
    const connections = { ...measured.connections, reset: 1 };
    const { status, reasons } = buildTrialResult({
      ...chat,
      measured: { ...chat.measured, connections },
    });
    expect(status).toBe('incomplete');
    expect(reasons).toEqual(['1 of 10 connections of members ended before the measurement did']);
  });
});

test('a trial tells the garbage collections of its load, where they were watched', () => {
  const garbageCollections = { count: 2, totalNs: 30, longestNs: 20 };
  const { loadgen } = buildTrialResult({
    ...record,
    measured: { ...measured, garbageCollections },
  });
  expect(loadgen.garbageCollections).toEqual(garbageCollections);
  expect(buildTrialResult(record).loadgen).not.toHaveProperty('garbageCollections');
});

test('a trial tells what its load threads got of their CPU, and what ran beside them', () => {
  const threadTime = { ranNs: 400, waitedNs: 30 };
  const { loadgen } = buildTrialResult({
    ...record,
    measured: { ...measured, threadTime, sentLate: 7 },
    harnessCpuNs: 20,
  });
  expect(loadgen).toMatchObject({ threadTime, sentLate: 7, harnessCpuNs: 20 });
  const unknown = buildTrialResult(record).loadgen;
  expect(unknown).not.toHaveProperty('threadTime');
  expect(unknown).not.toHaveProperty('harnessCpuNs');
});

describe('the status of a trial', () => {
  test('is the worst of what happened', () => {
    const worst = { measured: wrong, interrupted: true, death: killed, noise: noisy };
    const statusOf = (changes: Partial<TrialRecord>) =>
      buildTrialResult({ ...record, ...changes }).status;
    expect(statusOf(worst)).toBe('failed-verification');
    expect(statusOf({ ...worst, measured: cutShort })).toBe('interrupted');
    expect(statusOf({ death: killed, measured: cutShort, noise: noisy })).toBe('incomplete');
    expect(statusOf({ measured: cutShort, noise: noisy })).toBe('incomplete');
    expect(statusOf({ noise: noisy })).toBe('invalid');
    expect(statusOf({})).toBe('complete');
  });

  test.each<[string, Partial<TrialRecord>, RegExp]>([
    ['a wrong reply', { measured: wrong }, /^connection 3: reply 7 was due$/],
    ['a signal', { death: killed }, /^the server died during the trial \(SIGKILL\)$/],
    [
      'an exit',
      { death: { ...stopped, code: 7, stderrTail: 'first\nError: out of luck\n' } },
      /^the server died during the trial \(exit code 7\): Error: out of luck$/,
    ],
    ['connections that ended', { measured: cutShort }, /0\.4 s into the 1\.0 s of measurement/],
    [
      'no connection',
      {
        measured: {
          ...measured,
          connections: { ...measured.connections, established: 0, served: 0, refused: 9 },
        },
      },
      /no connection was established \(9 of 10 refused\)/,
    ],
    ['a noisy host', { noise: noisy }, /^host-noise: /],
  ])('%s is told as the reason', (_name, changes, reason) => {
    const { reasons } = buildTrialResult({ ...record, ...changes });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
  });

  test('a server that may end is not blamed for a short measurement', () => {
    const result = buildTrialResult({ ...record, measured: cutShort, mayEnd: true });
    expect(result.status).toBe('complete');
  });

  test('a server that answers once by its nature has a result, with a warning', () => {
    const connections = { ...measured.connections, closedByServer: 10 };
    const dismissed = { ...cutShort, measuredNs: 0, connections };
    const { status, warnings } = buildTrialResult({
      ...record,
      measured: dismissed,
      answersOnce: true,
    });
    expect(status).toBe('complete');
    expect(warnings.map(({ code }) => code)).toEqual(['conversation-ended']);
  });

  test('a server of which nobody knows that has no result, and a hint', () => {
    const connections = { ...measured.connections, closedByServer: 10 };
    const { status, reasons } = buildTrialResult({
      ...record,
      measured: { ...cutShort, measuredNs: 0, connections, answered: 10 },
    });
    expect(status).toBe('incomplete');
    expect(reasons[0]).toMatch(/all 10 conversations before the measurement began.*churn/);
  });

  test('a server that ended conversations after many replies is not told to be one that answers once', () => {
    const connections = { ...measured.connections, closedByServer: 10 };
    const { reasons } = buildTrialResult({
      ...record,
      measured: { ...cutShort, measuredNs: 0, connections, answered: 2_000 },
    });
    expect(reasons[0]).toMatch(/before the measurement began, after 2000 replies in all/);
    expect(reasons[0]).not.toMatch(/churn/);
  });

  test('a server that answers nobody any more has no rate, however fast it was before', () => {
    const counts = { ...measured.counts, ok: 9_990, timedOut: 10 };
    const silent = { ...measured, counts, silentNs: 600_000_000 };
    const { status, reasons } = buildTrialResult({ ...record, measured: silent });
    expect(status).toBe('incomplete');
    expect(reasons[0]).toMatch(
      /answered nobody in the last 0\.6 s of the measurement, while 10 messages/,
    );
  });

  test('silence is no failure while nothing waits, nor where every reply takes that long', () => {
    const idle = { ...measured, silentNs: 600_000_000 };
    expect(buildTrialResult({ ...record, measured: idle }).status).toBe('complete');
    const counts = { ...measured.counts, ok: 9_990, unfinished: 10 };
    const times = { ...measured.times, serviceTimeNs: allAt(500_000_000) };
    const slow = { ...measured, counts, times, silentNs: 600_000_000 };
    expect(buildTrialResult({ ...record, measured: slow }).status).toBe('complete');
  });

  test('nothing answered is nothing measured', () => {
    const counts = { ...measured.counts, answeredInWindow: 0 };
    const { status, reasons } = buildTrialResult({ ...record, measured: { ...measured, counts } });
    expect(status).toBe('incomplete');
    expect(reasons[0]).toMatch(/nothing was answered/);
  });

  test.each([
    [0, 'complete'],
    [1, 'incomplete'],
  ])('%i of 10 conversations broken on the way: %s', (reset, expected) => {
    const connections = { ...measured.connections, reset };
    const result = buildTrialResult({ ...record, measured: { ...measured, connections } });
    expect(result.status).toBe(expected);
  });
});

describe('the figures of a trial', () => {
  test('are of the schema that is published', () => {
    expect(trialResultSchema.safeParse(buildTrialResult(record)).error).toBeUndefined();
  });

  test('throughput and CPU per message speak of what was answered in the window', () => {
    const counts = { ...measured.counts, answeredInWindow: 5_000 };
    const result = buildTrialResult({ ...record, measured: { ...measured, counts } });
    expect(result.throughputPerSec).toBe(5_000);
    expect(result.server?.cpuNsPerMessage).toBe(950_000_000 / 5_000);
    expect(result.loadgen.cpuNsPerMessage).toBe(500_000_000 / 5_000);
    expect(result.server?.connectionsPerWorker).toEqual([6, 4]);
    expect(result.server).not.toHaveProperty('datagramsPerWorker');
    expect(result).not.toHaveProperty('receiveBufferLoss');
  });

  test('of datagrams say what each worker heard, and what receive buffers lost', () => {
    const datagramsPerWorker = [{ peers: 6, datagrams: 60 }];
    const receiveBufferLoss = { everywhere: 5, atServer: 4 };
    const exit = record.exit === null ? null : { ...record.exit, datagramsPerWorker };
    const result = buildTrialResult({ ...record, exit, receiveBufferLoss });
    expect(result.server?.datagramsPerWorker).toEqual(datagramsPerWorker);
    expect(result.receiveBufferLoss).toEqual(receiveBufferLoss);
    expect(trialResultSchema.safeParse(result).error).toBeUndefined();
  });

  test('where nothing was answered there is no cost per message, and no division by zero', () => {
    const counts = { ...measured.counts, answeredInWindow: 0 };
    const { throughputPerSec, server, loadgen } = buildTrialResult({
      ...record,
      measured: { ...measured, counts },
    });
    expect(throughputPerSec).toBe(0);
    expect(server?.cpuNsPerMessage).toBeNull();
    expect(loadgen.cpuNsPerMessage).toBeNull();
  });

  test('where no window opened there is no throughput', () => {
    const never = { ...measured, measuredNs: null, timeline: [] };
    const result = buildTrialResult({ ...record, measured: never });
    expect(result).toMatchObject({ measuredNs: 0, throughputPerSec: null, status: 'incomplete' });
  });

  test('a server that is not ours has no cost', () => {
    const watched = { ...record.watched, server: null };
    expect(buildTrialResult({ ...record, watched, exit: null }).server).toBeNull();
  });
});

describe('the timeline of a trial', () => {
  test('joins each 100 ms of the load with what the server used in it', () => {
    const samples = [look(0, 10, 1), look(1e8, 30, 2), look(2e8, 100, 3)];
    const { timeline } = buildTrialResult({
      ...record,
      watched: { ...record.watched, server: { samples, cost: serverCost } },
    });
    expect(timeline).toHaveLength(10);
    expect(timeline[0]).toMatchObject({ ok: 1000, serverCpuNs: 20, serverRssBytes: 2 });
    expect(timeline[1]).toMatchObject({ serverCpuNs: 70, serverRssBytes: 3 });
    expect(timeline[2]).toMatchObject({ ok: 1000, serverCpuNs: null, serverRssBytes: null });
  });

  test('never shows negative CPU time, which a process that ended could make', () => {
    const samples = [look(0, 100, 1), look(1e8, 30, 2)];
    const { timeline } = buildTrialResult({
      ...record,
      watched: { ...record.watched, server: { samples, cost: serverCost } },
    });
    expect(timeline[0]?.serverCpuNs).toBe(0);
  });
});
