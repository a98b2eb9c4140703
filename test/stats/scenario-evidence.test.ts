import { describe, expect, test } from 'vitest';
import type { TimelineEntry, TrialResult } from '../../results/trial-result.ts';
import { findClientLimit } from '../../stats/client-limit.ts';
import { findMedianTrial } from '../../stats/median-trial.ts';
import { gatherEvidence } from '../../stats/scenario-evidence.ts';
import { summarizeCells } from '../../stats/summarize-cells.ts';
import { traceCourse } from '../../stats/trial-course.ts';
import { summarizeWorkers } from '../../stats/worker-shares.ts';
import { makeTrial } from '../results/make-trial.ts';

const BASE = makeTrial();
const MS = 1_000_000;

function entry(atMs: number, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    atNs: atMs * MS,
    ok: 10,
    failed: 0,
    p50Ns: 100,
    p99Ns: 200,
    maxNs: 300,
    serverCpuNs: 50 * MS,
    serverRssBytes: 1000,
    ...changes,
  };
}

function repetition(n: number, changes: Partial<TrialResult> = {}): TrialResult {
  return makeTrial({ trial: { ...BASE.trial, repetition: n }, ...changes });
}

describe('the trial that is shown', () => {
  test('has the median throughput of the complete ones, the lower of two', () => {
    const trials = [9, 1, 5, 7].map((throughputPerSec, n) => repetition(n, { throughputPerSec }));
    const spoiled = repetition(9, { throughputPerSec: 0, status: 'invalid' });
    expect(findMedianTrial([...trials, spoiled])?.trial.repetition).toBe(2);
    expect(findMedianTrial(trials.slice(0, 1))?.trial.repetition).toBe(0);
    expect(findMedianTrial([spoiled])).toBeNull();
  });
});

describe('the course of a trial', () => {
  test('is in rates: a short last entry counts by its own length', () => {
    const result = makeTrial({ timeline: [entry(0), entry(100)], measuredNs: 150 * MS });
    expect(traceCourse(result, 10)?.slices).toMatchObject([
      { atNs: 0, lengthNs: 100 * MS, okPerSec: 100, serverCpus: 0.5 },
      { atNs: 100 * MS, lengthNs: 50 * MS, okPerSec: 200, serverCpus: 1 },
    ]);
  });

  test('adds neighbours up where there are too many: counts add, the greatest times stay', () => {
    const timeline = [
      entry(0, { maxNs: 900, failed: 2 }),
      entry(100, { p50Ns: 300, p99Ns: 800 }),
      entry(200),
    ];
    const slices = traceCourse(makeTrial({ timeline, measuredNs: 300 * MS }), 2)?.slices;
    expect(slices).toHaveLength(2);
    expect(slices?.[0]).toMatchObject({
      okPerSec: 100,
      failed: 2,
      p50Ns: 200,
      p99Ns: 800,
      maxNs: 900,
    });
    expect(slices?.[1]).toMatchObject({ okPerSec: 100, failed: 0, p50Ns: 100 });
  });

  test('knows no time where nothing was answered, and no CPU where any of it is unknown', () => {
    const silent = { ok: 0, p50Ns: null, p99Ns: null, maxNs: null };
    const timeline = [entry(0, { ...silent, serverCpuNs: null }), entry(100, silent)];
    const slices = traceCourse(makeTrial({ timeline, measuredNs: 200 * MS }), 1)?.slices;
    expect(slices).toMatchObject([{ okPerSec: 0, p50Ns: null, maxNs: null, serverCpus: null }]);
    expect(traceCourse(makeTrial({ timeline: [] }), 5)).toBeNull();
  });
});

describe('clients per worker', () => {
  const dealt = (n: number, connectionsPerWorker: number[], changes: Partial<TrialResult> = {}) =>
    repetition(n, {
      server: BASE.server === null ? null : { ...BASE.server, connectionsPerWorker },
      ...changes,
    });

  test('are those of the median trial, the busiest first, with the range over all trials', () => {
    const trials = [
      dealt(0, [10, 10], { throughputPerSec: 1 }),
      dealt(1, [4, 16], { throughputPerSec: 2 }),
      dealt(2, [15, 5], { throughputPerSec: 3 }),
      dealt(3, [20, 0], { throughputPerSec: 2, status: 'invalid' }),
    ];
    expect(summarizeWorkers(trials)).toEqual({
      counted: 'connections',
      clients: [16, 4],
      repetition: 1,
      leastShare: 0.5,
      mostShare: 0.8,
    });
  });

  test('are peers where datagrams have no connections', () => {
    const server = BASE.server;
    if (server === null) throw new Error('no server');
    const datagramsPerWorker = [
      { peers: 3, datagrams: 1 },
      { peers: 1, datagrams: 99 },
    ];
    const trial = makeTrial({ server: { ...server, datagramsPerWorker } });
    expect(summarizeWorkers([trial])).toMatchObject({ counted: 'peers', clients: [3, 1] });
  });

  test('are nothing where no server tells', () => {
    expect(summarizeWorkers([dealt(0, []), makeTrial({ server: null })])).toBeNull();
  });
});

describe('the client as the limit of a sweep', () => {
  const at = (offeredRatePerSec: number, spoiled: boolean): TrialResult => ({
    ...BASE,
    trial: {
      ...BASE.trial,
      load: { loop: 'open', connections: 4, offeredRatePerSec, arrivals: 'poisson' },
    },
    ...(spoiled
      ? { status: 'invalid', reasons: ['client-bound: messages left late'] }
      : { status: 'complete', reasons: [] }),
  });

  test('begins where it spoiled half of the trials, at that rate and all above', () => {
    const trials = [
      at(10, false),
      at(10, true),
      at(10, false),
      at(20, true),
      at(20, false),
      at(30, true),
    ];
    expect(findClientLimit(trials)).toEqual({
      fromPerSec: 20,
      belowPerSec: 10,
      rates: [
        { ratePerSec: 10, trials: 3, clientBound: 1 },
        { ratePerSec: 20, trials: 2, clientBound: 1 },
        { ratePerSec: 30, trials: 1, clientBound: 1 },
      ],
    });
  });

  test('is not where a higher rate was fine: that was a hiccup', () => {
    expect(findClientLimit([at(10, true), at(20, false)])).toMatchObject({
      fromPerSec: null,
      rates: [{ ratePerSec: 10 }],
    });
  });

  test('may begin at the lowest rate, and is none for other faults or in a closed loop', () => {
    expect(findClientLimit([at(10, true)])).toMatchObject({ fromPerSec: 10, belowPerSec: null });
    const noisy = { ...at(10, true), reasons: ['host-noise: another program'] };
    const closed = { ...at(10, true), trial: BASE.trial };
    expect(findClientLimit([noisy, closed])).toBeNull();
  });
});

describe('the evidence of a scenario', () => {
  test('is that of its own cells, in every repetition and status', () => {
    const own = [repetition(1), repetition(0), repetition(2, { status: 'invalid' })];
    const strange = makeTrial({ trial: { ...BASE.trial, cell: 'elsewhere' } });
    const { cells } = gatherEvidence(summarizeCells(own), [...own, strange]);
    expect(Object.keys(cells)).toEqual([BASE.trial.cell]);
    const points = cells[BASE.trial.cell]?.points ?? [];
    expect(points.map((point) => `${point.repetition} ${point.status}`)).toEqual([
      '0 complete',
      '1 complete',
      '2 invalid',
    ]);
  });
});
