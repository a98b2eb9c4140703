import { describe, expect, test } from 'vitest';
import {
  describeProbe,
  describeSaturation,
  renderSaturation,
} from '../../../reports/load/saturation-summary.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { formatBound } from '../../../reports/words/bound-text.ts';
import type { Outcome, RateSearch, Saturation, SearchAnswer } from '../../../results/saturation.ts';
import { HEADER, makeTrial } from '../../results/make-trial.ts';
import { inventDistribution } from '../synthetic/distribution.ts';

const TRIAL = makeTrial();

function probe(ratePerSec: number, outcome: Outcome, p99Ms: number) {
  return {
    ratePerSec,
    outcome,
    result: {
      ...TRIAL,
      ...(outcome === 'unclear'
        ? { status: 'invalid' as const, reasons: ['host-noise: others', 'clock-gap: 200 ms'] }
        : {}),
      counts: {
        ...TRIAL.counts,
        scheduled: 2000,
        answeredInWindow: outcome === 'held' ? 2000 : 1900,
      },
      throughputPerSec: outcome === 'held' ? ratePerSec : ratePerSec * 0.95,
      responseTimeNs: inventDistribution(10_000, p99Ms * 1e6, 0.001, 0),
    },
  };
}

function answer(changes: Partial<SearchAnswer>): SearchAnswer {
  const unknown = { missedPerSec: null, clientLimitPerSec: null, unclearPerSec: null };
  return { heldPerSec: 18_200, ...unknown, end: 'narrowed', ...changes };
}

const CEILING: RateSearch = {
  server: 'null-echo',
  answer: answer({ heldPerSec: 41_000, clientLimitPerSec: 44_000 }),
  firstGuess: TRIAL,
  probes: [],
};

function saturation(found: Partial<SearchAnswer>, changes: Partial<Saturation> = {}): Saturation {
  return {
    schema: 1,
    target: 'event-loop',
    bound: { figure: 'p99', belowNs: 5_000_000 },
    startedAt: '2026-05-04T09:30:00.000Z',
    seed: 1,
    environment: HEADER.environment,
    placement: HEADER.placement,
    server: {
      server: 'event-loop',
      answer: answer(found),
      firstGuess: TRIAL,
      probes: [
        probe(14_000, 'held', 1.2),
        probe(21_000, 'missed', 40),
        probe(19_100, 'unclear', 60),
        probe(19_100, 'missed', 3.1),
        probe(18_200, 'held', 2.9),
        probe(19_100, 'client-limit', 3.1),
      ],
    },
    ceiling: CEILING,
    clientMayLimit: false,
    ...changes,
  };
}

describe('the summary of a search', () => {
  test.each([60, 100])('reads on a terminal of %i columns', async (width) => {
    const text = renderSaturation(saturation({ missedPerSec: 19_100 }), { color: false, width });
    await expect(`${text}\n`).toMatchFileSnapshot(`../../testdata/golden/saturation-${width}.txt`);
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  });

  test('gives the rate, its bracket and the ceiling of the client in one sentence', () => {
    expect(describeSaturation(saturation({ missedPerSec: 19_100 }))).toEqual([
      "server: 18.2 k/s held p99 < 5 ms (bracket 18.2 to 19.1 k/s, 6 probes of 2.00 s); client's own ceiling on this machine: 41.0 k/s (against a null server)",
    ]);
  });

  test('never calls the limit of the client the limit of the server', () => {
    const limited = saturation({ clientLimitPerSec: 19_100 }, { clientMayLimit: true });
    expect(describeSaturation(limited).join()).toMatch(
      /^server: the client was the limit: at least 18\.2 k\/s held p99 < 5 ms \(the load could not offer 19\.1 k\/s, 6 probes of 2\.00 s\)/,
    );
    const near = saturation({ missedPerSec: 19_100 }, { clientMayLimit: true });
    expect(describeSaturation(near)[1]).toMatch(/the client may be the limit/);
  });

  test.each([
    [
      { heldPerSec: null, missedPerSec: 25, end: 'lowest-missed' as const },
      /^server: not even 25\/s held p99 < 5 ms/,
    ],
    [
      { heldPerSec: null, clientLimitPerSec: 25 },
      /^server: no answer: the client was the limit even at 25\/s/,
    ],
    [
      { unclearPerSec: 19_100 },
      /^server: at least 18\.2 k\/s held p99 < 5 ms .*; whether 19\.1 k\/s holds cannot be told/,
    ],
    [
      { missedPerSec: 30_000, end: 'probes-used' as const },
      /bracket 18\.2 to 30\.0 k\/s, .*used up/,
    ],
    [{ heldPerSec: null, end: 'interrupted' as const }, /no answer: the search was interrupted/],
    [{ end: 'highest-held' as const }, /at least 18\.2 k\/s held .*no higher rate can be offered/],
  ])('says of %j what is known and what is not', (found, told) => {
    expect(describeSaturation(saturation(found))[0]).toMatch(told);
  });

  test('gives no answer where the replies were wrong, and says what was wrong', () => {
    const wrong = saturation({ end: 'broken' });
    const last = probe(20_000, 'broken', 1);
    const result = { ...last.result, status: 'failed-verification' as const, reasons: ['byte 7'] };
    const probes = [...wrong.server.probes, { ...last, result }];
    expect(describeSaturation({ ...wrong, server: { ...wrong.server, probes } })[0]).toMatch(
      /^server: no answer: failed-verification: byte 7 \(7 probes .*; until then 18\.2 k\/s held/,
    );
  });

  test.each([
    [1, 1, 'the server stopped answering after probe 1', 18_200],
    [0, 1, 'the server stopped answering after the first guess', null],
    [0, 0, 'the server never answered', null],
  ])(
    'says of a server that fell silent when it was last heard of',
    (heard, guessed, told, held) => {
      const silent = { ...TRIAL.connections, served: 0 };
      const last = probe(20_000, 'unanswered', 1);
      const unanswered = { ...last, result: { ...last.result, connections: silent } };
      const { server, ...rest } = saturation({ heldPerSec: held, end: 'unanswered' });
      const firstGuess = guessed === 0 ? { ...TRIAL, connections: silent } : TRIAL;
      const probes = [...server.probes.slice(0, heard), unanswered, unanswered];
      const shown = { ...rest, server: { ...server, firstGuess, probes } };
      const [line = ''] = describeSaturation(shown);
      expect(line).toMatch(new RegExp(`^server: no answer: ${told} \\(${heard + 2} probes`));
      expect(line.includes('until then 18.2 k/s held')).toBe(held !== null);
      expect(describeProbe(unanswered, shown.bound)).toMatch(/: no answer$/);
    },
  );

  test('says of a probe what spoiled it, and of one that was cut short that it was', () => {
    const { bound } = saturation({});
    const told = (outcome: Outcome, ...reasons: string[]) => {
      const { result, ...rest } = probe(100, outcome, 1);
      return describeProbe({ ...rest, result: { ...result, status: 'invalid', reasons } }, bound);
    };
    expect(told('unclear', 'host-noise: others', 'host-noise: stolen')).toMatch(
      /: spoiled: host noise$/,
    );
    expect(told('unclear', 'clock-gap: 1 s', 'client-bound: late')).toMatch(
      /: spoiled: clock gap, client$/,
    );
    expect(told('interrupted', 'clock-gap: 1 s')).toMatch(/: interrupted$/);
  });

  test('calls a server broken off only where it ended its connections', () => {
    const told = (closedByServer: number) => {
      const { result, ...rest } = probe(100, 'missed', 1);
      const counts = { ...result.counts, answeredInWindow: 0 };
      const connections = { ...result.connections, closedByServer };
      const missed = { ...result, status: 'incomplete' as const, counts, connections };
      return describeProbe({ ...rest, result: missed }, saturation({}).bound);
    };
    expect(told(0)).toMatch(/: stopped answering$/);
    expect(told(4)).toMatch(/: server broke off$/);
  });

  test('says over which transport the ceiling was measured, where it was another', () => {
    const trial = { ...TRIAL.trial, transport: 'unix' as const };
    const { server, ...rest } = saturation({ missedPerSec: 19_100 });
    const probes = server.probes.map((each) => ({ ...each, result: { ...each.result, trial } }));
    const told = describeSaturation({ ...rest, server: { ...server, probes } })[0];
    expect(told).toContain('41.0 k/s (against a null server over tcp)');
  });

  test('never puts the ceiling below what the target held', () => {
    const hidden = { ...CEILING, answer: answer({ heldPerSec: 181, unclearPerSec: 200 }) };
    const told = describeSaturation(saturation({ missedPerSec: 19_100 }, { ceiling: hidden }))[0];
    expect(told).toContain('at least 18.2 k/s, the rest is not known (against a null server)');
  });

  test('says when the ceiling was not measured, or against what else', () => {
    const alone = describeSaturation(saturation({}, { ceiling: null, clientMayLimit: null }));
    expect(alone.join()).toMatch(/ceiling was not measured$/);
    const trial = { ...TRIAL.trial, transport: 'udp' as const };
    const udp = saturation({}, { ceiling: null, clientMayLimit: null });
    const probes = [{ ...probe(100, 'held', 1), result: { ...TRIAL, trial } }];
    expect(describeSaturation({ ...udp, server: { ...udp.server, probes } }).join()).toMatch(
      /not measured: there is no null server of datagrams$/,
    );
    const standIn = saturation({}, { ceiling: { ...CEILING, server: 'event-loop' } });
    expect(describeSaturation(standIn)[0]).toContain(
      '41.0 k/s (against event-loop, for want of a null server)',
    );
  });
});

test('a bound is written with the digits that it needs', () => {
  const write = (belowNs: number) => formatBound({ figure: 'p99.9', belowNs });
  expect([5e6, 5e5, 1.5e6, 1.25e6, 1e8, 1e9].map(write)).toEqual([
    'p99.9 < 5 ms',
    'p99.9 < 500 µs',
    'p99.9 < 1.5 ms',
    'p99.9 < 1.25 ms',
    'p99.9 < 100 ms',
    'p99.9 < 1 s',
  ]);
});
