import { describe, expect, test } from 'vitest';
import { orderLoad } from '../../../harness/load-order.ts';
import { compareCeiling, findSaturation } from '../../../harness/saturation/find-saturation.ts';
import { assertLedger } from '../../../results/assert-ledger.ts';
import type { RateSearch, SearchAnswer } from '../../../results/saturation.ts';

const ORDER = {
  workload: { kind: 'conversation', payloadBytes: 64 },
  load: { loop: 'closed', connections: 4, depth: 1, thinkTimeNs: 0 },
  service: 'echo',
  engine: 'auto',
  threads: 1,
  seed: 1,
  warmupNs: 2e7,
  measureNs: 1e8,
  timeoutNs: 2e8,
  transport: 'tcp',
  allowTarget: [],
} as const;

describe('a search on a real server', () => {
  test('goes through the same trials as every measurement, and so does the ceiling of the client', async () => {
    const watched: string[] = [];
    const { server, ceiling } = await findSaturation(
      await orderLoad('event-loop', ORDER),
      { bound: { figure: 'p50', belowNs: 1e9 }, arrivals: 'poisson', probesMax: 3 },
      {
        probing: (name, ratePerSec) => watched.push(`${name} ${ratePerSec}`),
        probed: () => {},
        progress: () => {},
      },
      new AbortController().signal,
    );
    // On a busy machine nothing may hold; then there is nothing to compare the client with.
    expect(ceiling === null).toBe(server.answer.heldPerSec === null);
    expect(server.probes.length).toBeGreaterThan(0);
    for (const search of [server, ceiling].filter((each) => each !== null)) {
      expect(search.probes.length).toBeLessThanOrEqual(3);
      expect(search.firstGuess.trial.load.loop).toBe('closed');
      for (const { result } of search.probes) assertLedger(result.counts);
      const rates = search.probes.map(({ ratePerSec }) => `${search.server} ${ratePerSec}`);
      expect(watched).toEqual(expect.arrayContaining([`${search.server} null`, ...rates]));
    }
    expect(new Set(server.probes.map(({ result }) => result.trial.id)).size).toBe(
      server.probes.length,
    );
  }, 30_000);
});

describe('the client may be the limit', () => {
  const search = (changes: Partial<SearchAnswer>): Pick<RateSearch, 'answer'> => ({
    answer: {
      heldPerSec: 10_000,
      missedPerSec: null,
      clientLimitPerSec: null,
      unclearPerSec: null,
      end: 'narrowed',
      ...changes,
    },
  });

  test.each([
    ['from 80 % of its own ceiling on', { heldPerSec: 8000 }, true],
    ['not below', { heldPerSec: 7900 }, false],
    ['where it was', { heldPerSec: 100, clientLimitPerSec: 120 }, true],
    ['nobody knows where nothing held', { heldPerSec: null }, null],
  ])('%s', (_, found, expected) => {
    expect(compareCeiling(search(found), search({ clientLimitPerSec: 11_000 }))).toBe(expected);
  });

  test('nobody knows above a ceiling that the host hid', () => {
    const hidden = search({ heldPerSec: 5000, unclearPerSec: 6000 });
    expect(compareCeiling(search({ heldPerSec: 4500 }), hidden)).toBeNull();
    expect(compareCeiling(search({ heldPerSec: 3000 }), hidden)).toBe(false);
  });

  test('nobody knows without a ceiling', () => {
    expect(compareCeiling(search({}), null)).toBeNull();
    expect(compareCeiling(search({}), search({ heldPerSec: null }))).toBeNull();
  });
});
