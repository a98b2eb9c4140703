import { describe, expect, test } from 'vitest';
import { followGate, judgeGate, readGateOrder } from '../../gate/judge-gate.ts';
import { planNextPair } from '../../gate/next-pair.ts';
import { gateResultSchema } from '../../results/gate-result.ts';
import { HEADER } from '../results/make-trial.ts';
import { type Machine, ORDER, playGate, steadyMachine } from './play-gate.ts';

function judge(machine: Machine, order = ORDER) {
  return judgeGate(playGate(machine, order), order);
}

function decisionsIn(result: ReturnType<typeof judge>, cell: string) {
  return result.tests
    .filter((each) => each.cell === cell && each.decision !== null)
    .map(({ decision }) => decision);
}

describe('a gate', () => {
  test('passes what did not change, at the first look, and then measures no more', () => {
    const result = judge(steadyMachine(1));
    expect(gateResultSchema.parse(result)).toEqual(result);
    expect(result).toMatchObject({ verdict: 'pass', isComplete: true, looks: 1, refused: [] });
    expect(result.cells.map(({ pairs }) => pairs)).toEqual([10, 10]);
  });

  test('names the cell that became slower, by how much, and passes the other', () => {
    const result = judge(steadyMachine(1.1));
    expect(result.verdict).toBe('regression');
    expect(decisionsIn(result, 'event-loop')).toEqual(Array(3).fill('regression'));
    expect(decisionsIn(result, 'cluster')).toEqual(Array(3).fill('pass'));
    for (const { estimate, low } of result.tests.slice(0, 3)) {
      expect(Math.exp(estimate ?? 0)).toBeCloseTo(1.1, 1);
      expect(low).toBeLessThan(estimate ?? 0);
    }
  });

  test('does not call few pairs quiet because half of them happen to agree', () => {
    const order = { ...ORDER, looksAtPairs: [5] };
    const ratios = [1, 1, 1, 1.3, 0.75];
    const result = judge(
      ({ place }) => (place.side === 'head' ? (ratios[place.number - 1] ?? 1) : 1),
      order,
    );
    expect(result.tests[0]?.noise).toBeGreaterThan(0.1);
  });

  test('never fails for p99, which only advises', () => {
    const machine = steadyMachine(1);
    const { header, trials } = playGate(machine);
    const slow = trials.map((result) =>
      result.trial.pair?.side === 'head' && result.responseTimeNs !== null
        ? { ...result, responseTimeNs: { ...result.responseTimeNs, p99: 9_000_000 } }
        : result,
    );
    const result = judgeGate({ header, trials: slow }, ORDER);
    expect(result.verdict).toBe('pass');
    const advice = result.tests.filter(({ metric }) => metric === 'p99');
    expect(advice.map(({ decision }) => decision)).toEqual([null, null]);
    expect(advice[0]?.estimate).toBeCloseTo(Math.log(10), 1);
  });

  test('goes on measuring the cells that are open, in turns, and no others', () => {
    const calm = steadyMachine(1);
    const loud = steadyMachine(1, 0.6, 2);
    const { trials } = playGate((trial) => (trial.cell === 'cluster' ? loud : calm)(trial));
    const pairsOf = (cell: string) =>
      Math.max(
        ...trials
          .filter(({ trial }) => trial.strategy === cell)
          .map(({ trial }) => trial.pair?.number ?? 0),
      );
    expect(pairsOf('event-loop')).toBe(10);
    expect(pairsOf('cluster')).toBe(40);
    const first = trials.slice(0, 8).map(({ trial }) => trial.strategy);
    expect(first).toEqual([...Array(4).fill('event-loop'), ...Array(4).fill('cluster')]);
  });

  test('is inconclusive where the machine is too loud to tell', () => {
    const result = judge(steadyMachine(1, 0.6));
    expect(result).toMatchObject({ verdict: 'inconclusive', isComplete: true, looks: 3 });
  });

  test('flips a coin for who is first, the same for the same seed', () => {
    const firsts = (seed: number) =>
      Array.from({ length: 40 }, (_, index) => {
        const trials = playGate(steadyMachine(1), ORDER, 8 * index).trials;
        return planNextPair(ORDER, followGate(ORDER, trials), seed)?.first;
      }).slice(0, 10);
    expect(firsts(1)).toEqual(firsts(1));
    expect(firsts(1)).not.toEqual(firsts(2));
    expect(new Set(firsts(1))).toEqual(new Set(['base', 'head']));
  });
});

describe('a pair', () => {
  const spoiled = { status: 'invalid' as const, reasons: ['host-noise: too loud'] };

  test('that the host spoiled is measured again, and told', () => {
    const calm = steadyMachine(1.1);
    const result = judge((trial) =>
      trial.cell === 'event-loop' && trial.place.number === 3 && trial.place.attempt < 3
        ? spoiled
        : calm(trial),
    );
    expect(result.verdict).toBe('regression');
    expect(result.refused).toHaveLength(4);
    expect(result.refused[0]).toMatchObject({ pair: 3, attempt: 1, reasons: spoiled.reasons });
    expect(result.cells[0]?.pairs).toBe(10);
  });

  test('whose load was late in its tail counts, but for p99, and is told', () => {
    const calm = steadyMachine(1);
    const late = { status: 'invalid' as const, reasons: ['client-bound: 1.4 % left late'] };
    const result = judge((trial) =>
      trial.cell === 'cluster' && trial.kind === 'fixed-rate' && trial.place.number === 2
        ? late
        : calm(trial),
    );
    const differences = (metric: string) =>
      result.tests.find((test) => test.cell === 'cluster' && test.metric === metric)?.differences;
    expect(result.refused).toEqual([]);
    expect(result.cells.map(({ pairsLateInTail }) => pairsLateInTail)).toEqual([0, 1]);
    expect(differences('p50')).toHaveLength(10);
    expect(differences('p99')).toHaveLength(9);
  });

  test('that is spoiled every time is given up; half of them, and nothing can be told', () => {
    const calm = steadyMachine(1.5);
    const result = judge((trial) => (trial.place.number % 5 < 3 ? spoiled : calm(trial)));
    expect(result).toMatchObject({ verdict: 'inconclusive', isComplete: true, looks: 1 });
    expect(result.tests[0]?.reason).toMatch(/spoiled 6 of 10 pairs/);
  });

  test('that is spoiled every time is told as that at the last look too', () => {
    const order = { ...ORDER, looksAtPairs: [4] };
    const result = judge(() => spoiled, order);
    expect(result.tests[0]).toMatchObject({ decision: 'inconclusive', differences: [] });
    expect(result.tests[0]?.reason).toMatch(/spoiled 4 of 4 pairs/);
  });

  test('in which head failed, and base did not, is a regression at once', () => {
    const result = judge((trial) =>
      trial.cell === 'cluster' && trial.place.side === 'head' && trial.place.number === 2
        ? { status: 'incomplete', reasons: ['the server died'] }
        : steadyMachine(1)(trial),
    );
    expect(result.verdict).toBe('regression');
    expect(decisionsIn(result, 'cluster')).toEqual(Array(3).fill('regression'));
    expect(result.tests.find(({ cell }) => cell === 'cluster')?.reason).toMatch(/the server died/);
    expect(result.cells[1]).toMatchObject({ failure: { side: 'head', pair: 2 }, pairs: 1 });
    expect(decisionsIn(result, 'event-loop')).toEqual(Array(3).fill('pass'));
  });

  test('in which base failed is no regression, and no pass either', () => {
    const result = judge((trial) =>
      trial.cell === 'cluster' && trial.place.number === 2
        ? { status: 'failed-verification', reasons: ['a wrong byte'] }
        : steadyMachine(1)(trial),
    );
    expect(result.verdict).toBe('inconclusive');
    expect(result.cells[1]?.failure?.side).toBe('base');
  });
});

describe('the verdict found again', () => {
  test('is the same from the same trials, whatever became of it in between', () => {
    const run = playGate(steadyMachine(1.04, 0.1));
    const again: typeof run = JSON.parse(JSON.stringify(run));
    const order = readGateOrder(again.header);
    if (order === null) throw new Error('the order is lost');
    expect(judgeGate(again, order)).toEqual(judgeGate(run, ORDER));
  });

  test('of a gate that was broken off is inconclusive, never a pass', () => {
    for (const trials of [0, 1, 37]) {
      const run = playGate(steadyMachine(1), ORDER, trials);
      const result = judgeGate(run, ORDER);
      expect(result).toMatchObject({ verdict: 'inconclusive', isComplete: false });
    }
  });

  test('is refused for a run that is no gate', () => {
    expect(readGateOrder(HEADER)).toBeNull();
    expect(readGateOrder({ ...HEADER, config: { gate: { ...ORDER, cells: [] } } })).toBeNull();
  });
});
