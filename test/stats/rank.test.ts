import { describe, expect, test } from 'vitest';
import type { CellSummary } from '../../stats/cell-summary.ts';
import { rankScenario, reasonUnsound } from '../../stats/rank.ts';
import type { Estimate } from '../../stats/sample.ts';
import { summarizeCells } from '../../stats/summarize-cells.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { estimateValues } from './estimate-values.ts';

const CELLS = summarizeCells(createSyntheticRun().trials);
const closed = pick('conversation/event-loop');
const open = pick('latency-under-load/event-loop/10000');

/** Two that rise or two that fall keep their distance in every repetition; one of each does not. */
const RISING = [-2, -1, 0, 1, 2];
const FALLING = [2, 1, 0, -1, -2];

describe('a ranking of throughput', () => {
  test('shares a place between strategies that cannot be told apart, and skips the next', () => {
    const ranking = rankClosed([
      ['a', [100, 101, 102, 103, 104]],
      ['b', [99, 104, 105, 106, 107]],
      ['c', [90, 91, 92, 93, 94]],
    ]);
    expect(ranking?.places.map(({ label, rank, tied }) => [label, rank, tied])).toEqual([
      ['b', 1, true],
      ['a', 1, true],
      ['c', 3, false],
    ]);
  });

  test('does not let a chain of overlaps make the slow equal to the fast', () => {
    const ranking = rankClosed([
      ['fast', [100, 102, 104, 106, 108]],
      ['middle', [101, 96, 98, 100, 102]],
      ['slow', [88, 97, 92, 94, 96]],
    ]);
    expect(ranking?.places.map(({ label, rank }) => [label, rank])).toEqual([
      ['fast', 1],
      ['middle', 1],
      ['slow', 3],
    ]);
  });

  test('gives no place to a strategy with fewer than five complete trials, nor to those behind it', () => {
    const ranking = rankClosed([
      ['a', [100, 101, 102, 103, 104]],
      ['b', [60, 61, 62, 63]],
      ['c', [50, 51, 52, 53, 54]],
    ]);
    expect(ranking?.places.map(({ label, rank }) => [label, rank])).toEqual([
      ['a', 1],
      ['b', null],
      ['c', null],
    ]);
  });

  test('has no first place where a better median has too few trials', () => {
    const ranking = rankClosed([
      ['a', [100, 101, 102, 103, 104]],
      ['b', [200, 201, 202, 203]],
    ]);
    expect(ranking?.places.map(({ label, rank }) => [label, rank])).toEqual([
      ['b', null],
      ['a', null],
    ]);
  });

  test('never puts a server that starves its clients beside those that serve them', () => {
    const serial: CellSummary = {
      ...withThroughput('serial', [9e9, 9e9, 9e9, 9e9, 9e9]),
      connections: {
        attempted: 64,
        served: 1,
        starved: 63,
        closedByServer: 0,
        oneReplyEach: false,
      },
    };
    const [ranking] = rankScenario([serial, withThroughput('a', [1, 2, 3, 4, 5])]);
    expect(ranking?.places.map((place) => place.label)).toEqual(['a']);
    expect(ranking?.apart).toEqual([{ label: 'serial', reason: 'serves 1 of 64' }]);
  });

  test('sets apart what hangs up after one reply, and what has no complete trial', () => {
    const [conversation] = rankScenario(CELLS.filter((cell) => cell.scenario === 'conversation'));
    expect(conversation?.apart.map((each) => each.label)).toEqual([
      'one-shot',
      'connection-loop',
      'conversation-loop',
    ]);
    const [work] = rankScenario(CELLS.filter((cell) => cell.scenario === 'work'));
    expect(work?.invalid).toEqual([
      { label: 'cluster', reason: 'no complete trial: failed-verification, incomplete' },
    ]);
  });
});

test('the reason of a cell without a complete trial names what spoiled them, once', () => {
  const spoiled = (id: string, reason: string) => ({
    id,
    status: 'invalid' as const,
    reasons: [reason],
  });
  const excluded = [
    spoiled('a', 'client-bound: messages left 1.5 ms late'),
    spoiled('b', 'client-bound: messages left 1.9 ms late'),
    spoiled('c', 'the host: stood still'),
  ];
  expect(reasonUnsound({ excluded })).toBe('no complete trial: invalid (client-bound)');
});

describe('a ranking where clients think between messages', () => {
  test('goes by the cost of a message, less first: the clients set the pace, not the server', () => {
    const thinking = (label: string, cpuNs: number[]): CellSummary => ({
      ...withThroughput(label, [1, 2, 3, 4, 5]),
      load: { loop: 'closed', connections: 16, depth: 1, thinkTimeNs: 10_000_000 },
      metrics: { ...closed.metrics, cpuNsPerMessage: estimateValues(cpuNs) },
    });
    const [ranking] = rankScenario([
      thinking('dear', [900, 910, 920, 930, 940]),
      thinking('cheap', [40, 41, 42, 43, 44]),
      thinking('as cheap', [39, 44, 45, 46, 47]),
    ]);
    expect(ranking?.metric).toBe('cpu-per-message');
    expect(ranking?.places.map(({ label, rank }) => [label, rank])).toEqual([
      ['cheap', 1],
      ['as cheap', 1],
      ['dear', 3],
    ]);
  });
});

describe('a ranking of rates', () => {
  test('puts the highest sustained rate first, then the lower p99 at the rate all sustained', () => {
    const [ranking] = rankScenario([
      ...rated('late', { 10: 10, 20: 20, 40: 40 }, 900),
      ...rated('early', { 10: 10, 20: 20, 40: 40 }, 100),
      ...rated('weak', { 10: 10, 20: 20, 40: 30 }, 50),
    ]);
    expect(ranking?.metric).toBe('sustained-rate');
    expect(ranking?.commonRatePerSec).toBe(20);
    expect(ranking?.places.map(({ label, rank, value }) => [label, rank, value.center])).toEqual([
      ['early', 1, 40],
      ['late', 2, 40],
      ['weak', 3, 20],
    ]);
  });

  test('calls a rate sustained from 98 % of it on', () => {
    const [ranking] = rankScenario([
      ...rated('just', { 1000: 980 }, 1),
      ...rated('not', { 1000: 979 }, 1),
    ]);
    expect(ranking?.places.map(({ label, value }) => [label, value.center])).toEqual([
      ['just', 1000],
      ['not', 0],
    ]);
    expect(ranking?.commonRatePerSec).toBeNull();
  });

  test('ties equal rates whose p99 cannot be told apart', () => {
    const [ranking] = rankScenario([
      ...rated('a', { 10: 10 }, 100),
      ...rated('b', { 10: 10 }, 103, FALLING),
    ]);
    expect(ranking?.places.map(({ rank, tied }) => [rank, tied])).toEqual([
      [1, true],
      [1, true],
    ]);
  });
});

describe('a ranking of chats', () => {
  const chatting = (
    label: string,
    achieved: Readonly<Record<number, number>>,
    cpuNs: number,
    offsets = RISING,
  ) =>
    rated(label, achieved, 100).map(
      (cell): CellSummary => ({
        ...cell,
        workload: pick('chat/event-loop/400').workload,
        metrics: { ...cell.metrics, cpuNsPerDelivery: spread(cpuNs, 1, offsets) },
      }),
    );

  test('goes by the cost of a delivery at the highest rate that all who keep up sustained', () => {
    const [ranking, ...others] = rankScenario([
      ...chatting('dear', { 10: 10, 20: 20 }, 900),
      ...chatting('cheap', { 10: 10, 20: 20 }, 40),
      ...chatting('as cheap', { 10: 10, 20: 20 }, 42, FALLING),
    ]);
    expect(others).toEqual([]);
    expect(ranking?.metric).toBe('cpu-per-delivery');
    expect(ranking?.commonRatePerSec).toBe(20);
    expect(ranking?.places.map(({ label, rank }) => [label, rank])).toEqual([
      ['cheap', 1],
      ['as cheap', 1],
      ['dear', 3],
    ]);
  });

  test('has no place for who falls behind, however cheap its few deliveries are', () => {
    const [ranking] = rankScenario([
      ...chatting('behind', { 10: 9 }, 1),
      ...chatting('keeps up', { 10: 10 }, 40),
    ]);
    expect(ranking?.places.map(({ label }) => label)).toEqual(['keeps up']);
    expect(ranking?.apart).toEqual([{ label: 'behind', reason: 'rate not sustained' }]);
  });
});

function rankClosed(rows: readonly (readonly [string, readonly number[]])[]) {
  return rankScenario(rows.map(([label, values]) => withThroughput(label, values)))[0];
}

function withThroughput(label: string, values: readonly number[]): CellSummary {
  const metrics = { ...closed.metrics, throughputPerSec: estimateValues(values) };
  return { ...closed, label, cell: label, metrics, completeTrials: values.length };
}

function rated(
  label: string,
  achieved: Readonly<Record<number, number>>,
  p99: number,
  offsets = RISING,
) {
  return Object.entries(achieved).map(([offered, perSec]): CellSummary => {
    if (open.load.loop !== 'open') throw new Error('not an open loop');
    return {
      ...open,
      label,
      cell: `${label}/${offered}`,
      load: { ...open.load, offeredRatePerSec: Number(offered) },
      metrics: {
        ...open.metrics,
        answeredShare: spread(perSec / Number(offered), 0),
        responseP99Ns: spread(p99, 2, offsets),
      },
    };
  });
}

function spread(center: number, step: number, offsets = RISING): Estimate | null {
  return estimateValues(offsets.map((offset) => center + offset * step));
}

function pick(name: string): CellSummary {
  const found = CELLS.find((cell) => cell.cell === name);
  if (found === undefined) throw new Error(`no cell ${name}`);
  return found;
}
