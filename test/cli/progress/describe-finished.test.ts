import { describe, expect, test } from 'vitest';
import { describeFinished } from '../../../cli/progress/describe-finished.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { createSyntheticRun } from '../../reports/synthetic/run.ts';
import { makeTrial } from '../../results/make-trial.ts';

const TRIAL = makeTrial();
const place = '[ 3/12]';

describe('the row of a trial that has ended', () => {
  test('has the figures that a person looks for first', () => {
    const [row] = describeFinished(TRIAL, { place, nameWidth: 30, width: null });
    expect(row).toMatch(
      /^\[ 3\/12\] conversation\/event-loop #1 {4,}62\.\d k\/s {3}p50 1\.00 ms {3}p99 1\.55 ms {3}CPU 15\.7 µs/,
    );
  });

  test.each([40, 60, 80])('fits %i columns, with the throughput in any case', (width) => {
    const cell = 'a-scenario-of-a-long-name/a-strategy-of-a-longer-name';
    const trial = { ...TRIAL.trial, cell };
    const rows = describeFinished({ ...TRIAL, trial }, { place, nameWidth: 48, width });
    expect(rows).toHaveLength(1);
    expect(visibleWidth(rows[0] ?? '')).toBeLessThanOrEqual(width);
    expect(rows[0]).toContain('k/s');
  });

  test('says why a trial cannot be used, in as many lines as that takes', () => {
    const invalid = { ...TRIAL, status: 'invalid', reasons: ['the host took it all '.repeat(5)] };
    const rows = describeFinished(
      { ...invalid, status: 'invalid' },
      { place, nameWidth: 30, width: 60 },
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.join(' ').replaceAll(/\s+/g, ' ')).toContain('#1 invalid: the host took it all');
    for (const row of rows) expect(visibleWidth(row)).toBeLessThanOrEqual(60);
  });

  test('has its figures too where a gate uses all but its tail', () => {
    const pair = { number: 1, attempt: 1, side: 'base', order: 1 } as const;
    const load = {
      loop: 'open',
      connections: 16,
      offeredRatePerSec: 50_000,
      arrivals: 'poisson',
    } as const;
    const late = { status: 'invalid' as const, reasons: ['client-bound: 1.4 % left late'] };
    const rowOf = (trial: typeof TRIAL.trial) =>
      describeFinished({ ...TRIAL, ...late, trial }, { place, nameWidth: 30, width: null })[0];
    expect(rowOf({ ...TRIAL.trial, load, pair })).toMatch(/p50 1\.00 ms .*late in its tail$/);
    expect(rowOf({ ...TRIAL.trial, load })).toContain('invalid: client-bound');
  });

  test('counts deliveries in a chat, and bytes in a stream', () => {
    const chat = createSyntheticRun({ repetitions: 1 }).trials.find(
      ({ trial }) => trial.cell === 'chat/event-loop/400',
    );
    if (chat === undefined) throw new Error('no chat in the synthetic run');
    const rowOf = (result: typeof TRIAL) =>
      describeFinished(result, { place, nameWidth: 30, width: null })[0];
    expect(rowOf(chat)).toContain('5.80 k/s');
    const workload = { kind: 'stream', payloadBytes: 2 ** 20 } as const;
    const stream = { ...TRIAL, throughputPerSec: 5, trial: { ...TRIAL.trial, workload } };
    expect(rowOf(stream)).toContain('5.00 MiB/s');
  });

  test('shows a reason from outside without its control characters', () => {
    const result = makeTrial({ status: 'incomplete', reasons: ['died: \u001b[31mred'] });
    const [row] = describeFinished(result, { place, nameWidth: 30, width: null });
    expect(row).toMatch(/incomplete: died: \ufffd\[31mred$/);
  });
});
