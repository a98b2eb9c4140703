import { describe, expect, test } from 'vitest';
import { renderLoadSummary } from '../../../reports/load/load-summary.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const WIDTHS = [40, 60, 80, 100] as const;
const TRIAL = makeTrial({
  warnings: [
    {
      code: 'client-bound',
      message: 'the load threads were busy 97 % of the time',
      advice: 'give the load another CPU with --threads, or read this throughput as "at least"',
    },
  ],
});

const CHAT = chatTrial();

describe('the summary of a load', () => {
  test.each(WIDTHS)('reads on a terminal of %i columns', async (width) => {
    const text = render(TRIAL, width);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../testdata/golden/load-${width}.txt`);
    expect(widest(text)).toBeLessThanOrEqual(width);
  });

  test.each(WIDTHS)('of a chat reads on a terminal of %i columns', async (width) => {
    const text = render(CHAT, width);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../testdata/golden/load-chat-${width}.txt`);
    expect(widest(text)).toBeLessThanOrEqual(width);
  });

  test('of a chat says where each delivery went', () => {
    if (CHAT.chat === undefined) throw new Error('no chat');
    const deliveries = {
      ...CHAT.chat.deliveries,
      expected: 100,
      delivered: 95,
      lost: 1,
      failed: 4,
    };
    const chat = { ...CHAT.chat, deliveries: { ...deliveries, unfinished: 0, duplicated: 2 } };
    expect(render({ ...CHAT, chat }, 120)).toContain(
      'Deliveries: 100 expected = 95 delivered + 1 lost + 4 failed; 2 duplicated',
    );
  });

  test.each([
    [{ members: 2, disconnected: 1 }, 'Slow readers: 1 of 2 disconnected by the server; '],
    [
      { members: 2, disconnected: 1, countedByServer: 3 },
      'Slow readers: 1 of 2 disconnected by the server, which counts 3; ',
    ],
    [
      { members: 0, disconnected: 0, countedByServer: 1 },
      'Slow readers: none on purpose, but the server disconnected 1',
    ],
  ])('of a chat tells %j beside what the server counted', (slowReaders, told) => {
    if (CHAT.chat === undefined) throw new Error('no chat');
    expect(render({ ...CHAT, chat: { ...CHAT.chat, slowReaders } }, 120)).toContain(told);
  });

  test('of a chat in which nobody read slowly says nothing of slow readers', () => {
    if (CHAT.chat === undefined) throw new Error('no chat');
    const slowReaders = { members: 0, disconnected: 0, countedByServer: 0 };
    expect(render({ ...CHAT, chat: { ...CHAT.chat, slowReaders } }, 120)).not.toContain('Slow');
  });

  test('gives up p99.99, then p90, then the mean, and keeps median, p99 and maximum', () => {
    const titles = [100, 70, 60, 50, 40].map((width) =>
      (render(TRIAL, width).match(/^time .*/m)?.[0] ?? '').replaceAll(/ +/g, ' '),
    );
    expect(titles).toEqual([
      'time p50 p90 p99 p99.9 p99.99 max mean',
      'time p50 p90 p99 p99.9 max mean',
      'time p50 p99 p99.9 max mean',
      'time p50 p99 p99.9 max',
      'time p50 p99 max',
    ]);
  });

  test('stays within the width whatever a server is called and whatever went wrong', () => {
    const failed = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`EFAIL${n}`, n + 1]));
    const trial = makeTrial({
      trial: { ...TRIAL.trial, target: `tcp:${'very-long-name.'.repeat(10)}example:7` },
      status: 'invalid',
      reasons: ['the host took 31 % of the CPU time away, again and again, for the whole trial'],
      connections: { ...TRIAL.connections, failed },
    });
    for (const width of WIDTHS) expect(widest(render(trial, width))).toBeLessThanOrEqual(width);
    expect(render(trial, 100)).toContain('30 failed (EFAIL29)');
  });

  test('tells what becomes of datagrams in their own words, and only of those', () => {
    const counts = { ...TRIAL.counts, lost: 3, timedOut: 2, duplicated: 5, reordered: 7 };
    const linesOf = (transport: 'udp' | 'tcp') =>
      render(makeTrial({ counts, trial: { ...TRIAL.trial, transport } }), 120)
        .split('\n')
        .filter((line) => /^(Messages|Replies)/.test(line));
    expect(linesOf('udp')).toEqual([
      expect.stringMatching(/ \+ 2 late or overdue \+ 3 lost/),
      'Replies: 5 came twice, 7 came after the reply to a later message',
    ]);
    expect(linesOf('tcp')).toEqual([expect.stringMatching(/ \+ 2 timed out \+ 3 lost/)]);
  });

  test('tells whose receive buffers lost datagrams, and what each worker heard', () => {
    const trial = { ...TRIAL.trial, transport: 'udp' as const };
    const linesOf = (changed: Partial<TrialResult>) =>
      render(makeTrial({ trial, ...changed }), 120)
        .split('\n')
        .filter((line) => /^(Receive buffers|Workers)/.test(line));
    expect(linesOf({ receiveBufferLoss: { everywhere: 9, atServer: 7 } })).toEqual([
      'Receive buffers: 7 datagrams lost in the server’s, 2 in others (whole trial, this network namespace)',
    ]);
    expect(linesOf({ receiveBufferLoss: { everywhere: 9, atServer: null } })).toEqual([
      'Receive buffers: 9 datagrams lost (whole trial, this network namespace)',
    ]);
    expect(linesOf({ receiveBufferLoss: { everywhere: 0, atServer: 0 } })).toEqual([]);
    const heard = [
      { peers: 9, datagrams: 1200 },
      { peers: 1, datagrams: 8 },
    ];
    const server = TRIAL.server === null ? null : { ...TRIAL.server, datagramsPerWorker: heard };
    expect(linesOf({ server })).toEqual([
      'Workers: 1.20 k datagrams of 9 peers, 8 datagrams of 1 peer',
    ]);
  });

  test('tells of connections by code, and of a refusal only once', () => {
    const connections = { ...TRIAL.connections, served: 60, refused: 3, reset: 1 };
    const lineOf = (changed: TrialResult['connections']) =>
      render(makeTrial({ connections: changed }), 120)
        .split('\n')
        .find((line) => line.startsWith('Connections'));
    expect(lineOf(connections)).toBe('Connections: 60 of 64 served, 3 refused, 1 reset');
    expect(lineOf({ ...connections, failed: { ECONNREFUSED: 3, EMFILE: 2 } })).toBe(
      'Connections: 60 of 64 served, 1 reset, 3 failed (ECONNREFUSED), 2 failed (EMFILE)',
    );
    expect(lineOf({ ...TRIAL.connections, failed: {} })).toBe('Connections: 64 of 64 served');
  });

  test('puts every scheduled message in one place', () => {
    const counts = {
      ...TRIAL.counts,
      scheduled: 21,
      ok: 10,
      failed: { ECONNRESET: 1 },
      timedOut: 2,
      lost: 0,
      dropped: 3,
      unfinished: 5,
    };
    expect(render(makeTrial({ counts }), 120)).toContain(
      'Messages: 21 scheduled = 10 ok + 1 failed (ECONNRESET) + 2 timed out + 3 dropped + 5 unfinished',
    );
  });

  test('says that what was answered came too late, where all of it did', () => {
    const late = { ...TRIAL.counts, scheduled: 9, ok: 0, timedOut: 9 };
    const headlineOf = (counts: TrialResult['counts']) =>
      render(makeTrial({ counts }), 200)
        .split('\n')
        .find((line) => line.includes('answered'));
    expect(headlineOf(late)).toMatch(/, none within the time-out of 1.00 s$/);
    expect(headlineOf({ ...late, ok: 1, timedOut: 8 })).not.toMatch(/time-out/);
  });

  test('says which kind of memory it shows', () => {
    const { server } = TRIAL;
    if (server === null) throw new Error('the trial has no server');
    const { pssBytes: _, ...before } = { ...server, peakRssBytes: 900 * 2 ** 20 };
    const lineOf = (cost: TrialResult['server']) => render(makeTrial({ server: cost }), 120);
    expect(lineOf({ ...before, pssBytes: 100 * 2 ** 20 })).toContain(
      '100 MiB of memory (proportional set size)',
    );
    for (const cost of [before, { ...before, pssBytes: null }]) {
      expect(lineOf(cost)).toContain('900 MiB of memory at most (summed RSS)');
    }
    expect(lineOf(null)).not.toContain('memory');
  });

  test('tells the garbage collections of the load, where they were watched', () => {
    const lineOf = (changes: Partial<TrialResult['loadgen']>) =>
      render(makeTrial({ loadgen: { ...TRIAL.loadgen, ...changes } }), 120)
        .split('\n')
        .find((line) => line.startsWith('Load:'));
    const pauses = { count: 2, totalNs: 3_000_000, longestNs: 2_000_000 };
    expect(lineOf({ garbageCollections: pauses })).toMatch(
      /engine, 2 garbage collections \(3.00 ms in all, the longest 2.00 ms\)$/,
    );
    expect(lineOf({ garbageCollections: { count: 0, totalNs: 0, longestNs: 0 } })).toMatch(
      /engine, no garbage collection$/,
    );
    expect(lineOf({})).toMatch(/engine$/);
  });

  test('of a window that never opened claims no figure', () => {
    const text = render(
      makeTrial({
        throughputPerSec: null,
        measuredNs: 0,
        responseTimeNs: null,
        serviceTimeNs: null,
        sendLagNs: null,
        connectTimeNs: null,
        firstReplyTimeNs: null,
      }),
      80,
    );
    expect(text).toContain('Nothing was measured');
    expect(text).not.toMatch(/^(time|response)/m);
  });
});

function render(trial: TrialResult, width: number): string {
  return renderLoadSummary(trial, { color: false, width });
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(visibleWidth));
}

function chatTrial(): TrialResult {
  const found = createSyntheticRun({ repetitions: 1 }).trials.find(
    ({ trial }) => trial.cell === 'chat/event-loop/400',
  );
  if (found === undefined) throw new Error('no chat in the synthetic run');
  return found;
}
