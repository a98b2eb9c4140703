import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Probed,
  planProbe,
  type SearchSpace,
} from '../../../harness/saturation/plan-probe.ts';
import type { Outcome, SearchAnswer } from '../../../results/saturation.ts';

const SPACE: SearchSpace = {
  startPerSec: 1000,
  lowestPerSec: 10,
  highestPerSec: 10_000_000,
  narrowTo: 1.05,
  probesMax: 16,
};

type Server = (ratePerSec: number, number: number) => Outcome;

function search(
  server: Server,
  changes: Partial<SearchSpace> = {},
): { answer: SearchAnswer; probes: readonly Probed[] } {
  const space = { ...SPACE, ...changes };
  const probes: Probed[] = [];
  for (;;) {
    const step = planProbe(probes, space);
    if (step.answer !== null) return { answer: step.answer, probes };
    expect(probes.length).toBeLessThan(space.probesMax);
    expect(step.nextPerSec).toBeGreaterThanOrEqual(space.lowestPerSec);
    expect(step.nextPerSec).toBeLessThanOrEqual(space.highestPerSec);
    const outcome = server(step.nextPerSec, probes.length);
    probes.push({ ratePerSec: step.nextPerSec, outcome });
  }
}

const holdsUpTo =
  (kneePerSec: number): Server =>
  (ratePerSec) =>
    ratePerSec <= kneePerSec ? 'held' : 'missed';

const knees = fc.double({ min: 100, max: 1e6, noNaN: true });
/** How wrong the first guess of the capacity is. */
const guesses = fc.double({ min: 1 / 30, max: 30, noNaN: true });

describe('a search against a server with a known knee', () => {
  test('brackets it within 5 %, however wrong the first guess was', () => {
    fc.assert(
      fc.property(knees, guesses, (knee, guess) => {
        const { answer } = search(holdsUpTo(knee), { startPerSec: knee * guess });
        expect(answer.end).toBe('narrowed');
        const { heldPerSec, missedPerSec } = answer;
        expect(heldPerSec).toBeLessThanOrEqual(knee);
        expect(missedPerSec).toBeGreaterThan(knee);
        expect((missedPerSec ?? 0) / (heldPerSec ?? 1)).toBeLessThanOrEqual(1.05);
      }),
    );
  });

  test('needs few probes when the guess is good', () => {
    const { probes } = search(holdsUpTo(18_500), { startPerSec: 14_000 });
    expect(probes.length).toBeLessThanOrEqual(7);
  });

  test('lets one hiccup, wherever it comes, decide nothing', () => {
    fc.assert(
      fc.property(knees, fc.nat(9), fc.constantFrom('missed', 'client-limit'), (knee, at, how) => {
        const hiccup: Server = (rate, number) =>
          number === at ? (how as Outcome) : holdsUpTo(knee)(rate, number);
        const { answer } = search(hiccup, { startPerSec: knee * 0.8, probesMax: 40 });
        expect(answer.heldPerSec).toBeLessThanOrEqual(knee);
        expect(answer.missedPerSec ?? answer.clientLimitPerSec).toBeGreaterThan(knee);
      }),
    );
  });

  test('is off by no more than the blur of a knee that is not sharp', () => {
    fc.assert(
      fc.property(knees, guesses, fc.infiniteStream(fc.boolean()), (knee, guess, luck) => {
        const blurred: Server = (rate, number) => {
          if (Math.abs(rate / knee - 1) > 0.03) return holdsUpTo(knee)(rate, number);
          return luck.next().value === true ? 'held' : 'missed';
        };
        const { answer } = search(blurred, { startPerSec: knee * guess });
        expect(answer.heldPerSec ?? 0).toBeLessThanOrEqual(knee * 1.03);
        expect(answer.missedPerSec ?? Infinity).toBeGreaterThanOrEqual(knee * 0.97);
      }),
    );
  });

  test('tries a rate that the host spoiled once more, and goes on', () => {
    fc.assert(
      fc.property(knees, fc.nat(8), (knee, at) => {
        const { answer, probes } = search(
          (rate, number) => (number === at ? 'unclear' : holdsUpTo(knee)(rate, number)),
          { startPerSec: knee },
        );
        expect(answer.end).toBe('narrowed');
        expect(answer.missedPerSec).toBeGreaterThan(knee);
        const spoiled = probes.findIndex(({ outcome }) => outcome === 'unclear');
        if (spoiled < 0) return;
        expect(probes[spoiled + 1]?.ratePerSec).toBe(probes[spoiled]?.ratePerSec);
      }),
    );
  });

  test('ends after at most as many probes as it may use, whatever comes back', () => {
    const outcomes = fc.constantFrom<Outcome>('held', 'missed', 'client-limit', 'unclear');
    fc.assert(
      fc.property(fc.infiniteStream(outcomes), (stream) => {
        const { answer, probes } = search(() => stream.next().value ?? 'held');
        expect(probes.length).toBeLessThanOrEqual(16);
        expect(answer.heldPerSec ?? 0).toBeLessThan(answer.missedPerSec ?? Infinity);
      }),
    );
  });
});

describe('a search without a bracket', () => {
  test('says at least so much when the client was the limit, not the server', () => {
    const { answer } = search((rate) => (rate <= 40_000 ? 'held' : 'client-limit'));
    expect(answer).toMatchObject({ missedPerSec: null, end: 'narrowed' });
    expect(answer.heldPerSec).toBeGreaterThan(40_000 / 1.05);
    expect(answer.clientLimitPerSec).toBeGreaterThan(40_000);
  });

  test('blames no server where the client was at its limit as well', () => {
    const { answer } = search((rate, n) =>
      rate <= 5000 ? 'held' : n % 2 === 0 ? 'missed' : 'client-limit',
    );
    expect(answer.clientLimitPerSec ?? answer.missedPerSec).toBeGreaterThan(5000);
    const last = search((rate, n) => (rate <= 5000 ? 'held' : n < 9 ? 'missed' : 'client-limit'));
    expect(last.answer.missedPerSec).toBeNull();
  });

  test('says that not even the lowest rate held, after trying it twice', () => {
    const { answer, probes } = search(() => 'missed');
    expect(answer).toEqual({
      heldPerSec: null,
      missedPerSec: 10,
      clientLimitPerSec: null,
      unclearPerSec: null,
      end: 'lowest-missed',
    });
    expect(probes.filter(({ ratePerSec }) => ratePerSec === 10)).toHaveLength(2);
  });

  test('says that even the highest rate held', () => {
    const { answer } = search(() => 'held', { highestPerSec: 2000 });
    expect(answer).toMatchObject({ heldPerSec: 2000, missedPerSec: null, end: 'highest-held' });
  });

  test('goes on below a rate that the host spoiled, and says that it could not see further', () => {
    const { answer } = search((rate) => (rate <= 2000 ? 'held' : 'unclear'));
    expect(answer).toMatchObject({ missedPerSec: null, clientLimitPerSec: null, end: 'narrowed' });
    expect(answer.heldPerSec).toBeGreaterThan(2000 / 1.05);
    expect(answer.unclearPerSec).toBeGreaterThan(2000);
  });

  test('lets two of three decide at the edge', () => {
    const seen = new Map<number, number>();
    const { answer, probes } = search((rate) => {
      const times = (seen.get(rate) ?? 0) + 1;
      seen.set(rate, times);
      return rate <= 1000 || times === 2 ? 'held' : 'missed';
    });
    expect(answer.heldPerSec).toBe(1000);
    const last = probes.slice(-3);
    expect(last.map(({ outcome }) => outcome)).toEqual(['missed', 'held', 'missed']);
    expect(new Set(last.map(({ ratePerSec }) => ratePerSec))).toEqual(
      new Set([answer.missedPerSec]),
    );
  });

  test('comes back in the end to a rate at which the host was noisy, and goes on from there', () => {
    let noisy = 2;
    const { answer } = search((rate) => {
      if (rate === 1500 && noisy > 0) {
        noisy -= 1;
        return 'unclear';
      }
      return holdsUpTo(3000)(rate, 0);
    });
    expect(answer.heldPerSec).toBeGreaterThan(3000 / 1.05);
    expect(answer.missedPerSec).toBeGreaterThan(3000);
  });

  test('comes back to a rate that the host spoiled, in case it was a passing disturbance', () => {
    fc.assert(
      fc.property(knees, fc.integer({ min: 1, max: 3 }), (knee, calmFrom) => {
        const { answer } = search(
          (rate, number) =>
            rate > knee * 0.9 && number < calmFrom + 2 ? 'unclear' : holdsUpTo(knee)(rate, number),
          { startPerSec: knee * 0.7, probesMax: 40 },
        );
        expect(answer.heldPerSec).toBeLessThanOrEqual(knee);
        expect(answer.missedPerSec).toBeGreaterThan(knee);
      }),
    );
  });

  test('ends at the second probe in a row in which nobody was served', () => {
    const { answer, probes } = search((rate, number) =>
      number > 1 ? 'unanswered' : holdsUpTo(3000)(rate, number),
    );
    expect(probes).toHaveLength(4);
    expect(answer).toMatchObject({ heldPerSec: 1500, missedPerSec: null, end: 'unanswered' });
  });

  test('takes one probe in which nobody was served for a rate too high, and asks at another', () => {
    const { answer, probes } = search((rate, number) =>
      number === 2 ? 'unanswered' : holdsUpTo(3000)(rate, number),
    );
    expect(probes[3]?.ratePerSec).not.toBe(probes[2]?.ratePerSec);
    expect(answer).toMatchObject({ end: 'narrowed' });
    expect(answer.missedPerSec).toBeGreaterThan(3000);
  });

  test.each(['broken', 'interrupted'] as const)('ends at once when a probe is %s', (outcome) => {
    const { answer, probes } = search((_, number) => (number === 2 ? outcome : 'held'));
    expect(answer).toMatchObject({ heldPerSec: 1500, end: outcome });
    expect(probes).toHaveLength(3);
  });
});
