import { describe, expect, test } from 'vitest';
import { chooseDrawn } from '../../../reports/charts/choose-drawn.ts';
import { describeContrast, joinNames } from '../../../reports/charts/finding.ts';
import { describeClientLimit, describeSweep } from '../../../reports/charts/load-finding.ts';
import { lossChart } from '../../../reports/charts/loss-chart.ts';
import { percentileChart } from '../../../reports/charts/percentile-chart.ts';
import { formatTime } from '../../../reports/text/format.ts';
import type { CellSummary } from '../../../stats/cell-summary.ts';
import type { Knee, ScenarioKnees } from '../../../stats/knee.ts';
import { inventCell, ONE_SERVED, OPEN } from './invent-cell.ts';

const FIVE = [10, 11, 12, 13, 14];
const CROSSING = [11, 10, 13, 12, 15];
const FAR = [50, 51, 52, 53, 54];
const P99 = { figure: 'p99', lessIsBetter: true, format: formatTime };

function withP99(label: string, values: readonly number[], changes: Partial<CellSummary> = {}) {
  return inventCell(label, { responseP99Ns: values }, changes);
}

function p99Of(...cells: readonly CellSummary[]): string {
  return describeContrast(cells, 'responseP99Ns', P99);
}

describe('the finding of a comparison', () => {
  test('names both ends with their figures, and ties together', () => {
    expect(p99Of(withP99('c', FAR), withP99('a', FIVE), withP99('b', CROSSING))).toBe(
      'a and b share the lowest p99, 12 ns; c has the highest, 52 ns.',
    );
  });

  test('claims no difference where none can be told', () => {
    expect(p99Of(withP99('a', FIVE), withP99('b', CROSSING))).toBe(
      'No difference in p99 can be told between a and b: 12 ns.',
    );
  });

  test('claims no order of fewer than five trials', () => {
    expect(p99Of(withP99('a', [1, 2]), withP99('b', FAR))).toBe(
      'Fewer than five complete trials, no order is claimed: p99 from 1.50 ns (a) to 52 ns (b).',
    );
    expect(p99Of(withP99('a', [1]), withP99('b', FIVE), withP99('c', FAR))).toContain(
      '(too few trials to compare 1 more)',
    );
  });

  test('leaves out who serves few, and has nothing to say of one or none', () => {
    expect(p99Of(withP99('a', FIVE), withP99('fast', [1, 1, 1, 1, 1], ONE_SERVED))).toBe(
      'a: p99 12 ns.',
    );
    expect(p99Of(withP99('fast', FIVE, ONE_SERVED))).toMatch(/^No strategy that serves all/);
    expect(p99Of(inventCell('silent', {}))).toMatch(/^No strategy/);
  });

  test('does not compare who fell behind what was offered, and says who', () => {
    const keepsUp = inventCell(
      'a',
      { responseP99Ns: FIVE, answeredShare: [1, 1, 1, 1, 1] },
      { load: OPEN },
    );
    const behind = inventCell(
      'b',
      { responseP99Ns: FAR, answeredShare: [0.5, 0.5, 0.5, 0.5, 0.5] },
      { load: OPEN },
    );
    expect(p99Of(keepsUp, behind)).toBe(
      'a: p99 12 ns. Behind what was offered, and not compared: b.',
    );
  });

  test('counts names where there are many', () => {
    expect(joinNames(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d and 2 more');
    expect(joinNames(['a'])).toBe('a');
  });
});

describe('what a chart has no room for', () => {
  const labels = (items: readonly { label: string }[]) => items.map(({ label }) => label);

  test('is left to the table and counted; the best placed stay, in their own order', () => {
    const items = ['a', 'b', 'b', 'c', 'd'].map((label) => ({ label }));
    const { items: drawn, note } = chooseDrawn(items, ['d', 'elsewhere', 'b'], 2);
    expect(labels(drawn)).toEqual(['b', 'b', 'd']);
    expect(note).toBe(' Drawn are 2, the best placed first; 2 more are in the table alone.');
  });

  test('is in the finding all the same', () => {
    const [fast, slow] = [withP99('fast', FIVE), withP99('slow', FAR)];
    const nines = percentileChart('x', { items: [slow], all: [fast, slow] }, new Map());
    expect(nines?.finding).toMatch(/^fast has the lowest/);
  });

  test('is nothing where all fit', () => {
    const items = [{ label: 'a' }, { label: 'b' }];
    expect(chooseDrawn(items, [], 2)).toEqual({ items, all: items, note: '' });
  });
});

const BOUND = { figure: 'p99', belowNs: 5_000_000 } as const;

function knees(...all: readonly Knee[]): ScenarioKnees {
  return { bound: BOUND, knees: all };
}

function rated(label: string, ratePerSec: number, p99Ns: readonly number[], answered = 1) {
  return inventCell(
    label,
    { responseP99Ns: p99Ns, answeredShare: p99Ns.map(() => answered) },
    { cell: `${label}/${ratePerSec}`, load: { ...OPEN, offeredRatePerSec: ratePerSec } },
  );
}

const FAST = [1e6, 1.1e6, 1.2e6, 1.1e6, 1e6];
const SLOW = FAST.map((timeNs) => timeNs * 9);
const TOP = { heldPerSec: 20_000, next: null } as const;
const LESS = { heldPerSec: 10_000, next: { ratePerSec: 20_000, why: 'missed' } } as const;

describe('the finding of a sweep', () => {
  test('says how far each keeps the bound, those that go equally far together', () => {
    const cells = [rated('a', 20_000, FAST), rated('c', 10_000, FAST), rated('c', 20_000, SLOW)];
    const told = describeSweep(
      cells,
      knees({ label: 'c', ...LESS }, { label: 'a', ...TOP }, { label: 'b', ...TOP }),
    );
    expect(told).toBe(
      'a and b keep p99 < 5 ms up to 20.0 k/s, the highest rate offered; c only up to 10.0 k/s, not 20.0 k/s.',
    );
  });

  test('tells a rate without a sound trial from one that was missed', () => {
    const next = { ratePerSec: 20_000, why: 'no-sound-trial' } as const;
    const cells = [rated('a', 10_000, FAST)];
    expect(describeSweep(cells, knees({ label: 'a', heldPerSec: 10_000, next }))).toBe(
      'a keeps p99 < 5 ms up to 10.0 k/s, with no sound trial at 20.0 k/s.',
    );
    expect(describeSweep(cells, knees({ label: 'a', heldPerSec: null, next }))).toMatch(
      /^No sound trial of a, not even at the lowest rate\./,
    );
  });

  test('names who is near the bound: its interval holds it', () => {
    const near = [4e6, 4.5e6, 4.9e6, 5.5e6, 6e6];
    const told = describeSweep([rated('a', 20_000, near)], knees({ label: 'a', ...TOP }));
    expect(told).toMatch(/Near the bound, and uncertain: a\.$/);
  });

  test('claims nothing of fewer than five trials', () => {
    const told = describeSweep([rated('a', 20_000, [1e6])], knees({ label: 'a', ...TOP }));
    expect(told).toMatch(/Fewer than five complete trials at some rates: no claim\.$/);
  });

  test('goes by what was sustained where there is no bound', () => {
    const cells = [
      rated('a', 10_000, FAST),
      rated('a', 20_000, FAST),
      rated('b', 10_000, FAST),
      rated('b', 20_000, SLOW, 0.5),
      rated('c', 10_000, SLOW, 0.5),
      rated('c', 20_000, SLOW, 0.5),
    ];
    expect(describeSweep(cells, null)).toBe(
      'a keeps up with what is offered up to 20.0 k/s, the highest rate offered; b only up to 10.0 k/s, not 20.0 k/s; c at no rate offered.',
    );
    const unsound = { completeTrials: 0, metrics: inventCell('d', {}).metrics };
    const halfKnown = [rated('d', 10_000, FAST), { ...rated('d', 20_000, FAST), ...unsound }];
    expect(describeSweep(halfKnown, null)).toMatch(
      /^d keeps .* up to 10\.0 k\/s, with no sound trial at 20\.0 k\/s\./,
    );
  });

  test('says where the client was the limit, and nothing where it was not', () => {
    const rates = [{ ratePerSec: 20_000, trials: 5, clientBound: 3 }];
    const told = describeClientLimit({ fromPerSec: 20_000, belowPerSec: 10_000, rates });
    expect(told).toContain('3 of 5 trials at 20.0 k/s. Hatched: from 20.0 k/s on');
    expect(describeClientLimit({ fromPerSec: null, belowPerSec: null, rates })).not.toContain(
      'Hatched',
    );
    expect(describeClientLimit(null)).toBe('');
  });
});

describe('the finding of datagrams', () => {
  const lossy = (label: string, lostShare: number, ratePerSec = 1000) =>
    inventCell(
      label,
      { notLostShare: Array(5).fill(1 - lostShare) },
      {
        transport: 'udp',
        load: { ...OPEN, offeredRatePerSec: ratePerSec },
        datagrams: {
          lostShare,
          lost: lostShare * 1000,
          lateShare: 0,
          doubledShare: 0,
          overtakenShare: 0,
          lostInServerBuffer: null,
          lostInOtherBuffers: null,
          busiestWorker: null,
        },
      },
    );
  const findingOf = (...cells: readonly CellSummary[]) =>
    lossChart('x', { items: cells, all: cells }, new Map())?.finding;

  test('is about the highest rate, and tells no loss from some', () => {
    expect(findingOf(lossy('a', 0), lossy('b', 0.3), lossy('a', 0.9, 10))).toBe(
      'At 1.00 k/s: a has the lowest median loss of datagrams, 0; b has the highest, 30.0 %.',
    );
    expect(findingOf(lossy('a', 0), lossy('b', 0))).toBe('At 1.00 k/s: no datagram was lost.');
  });

  test('is none where no load offers datagrams', () => {
    expect(lossChart('x', { items: [inventCell('a', {})], all: [] }, new Map())).toBeNull();
  });
});
