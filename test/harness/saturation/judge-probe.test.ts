import { describe, expect, test } from 'vitest';
import { judgeProbe } from '../../../harness/saturation/judge-probe.ts';
import { describeUnstarted } from '../../../harness/trial/unstarted-trial.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { allAt, openLoad, sound, trial } from '../trial/trial-fixtures.ts';

const BOUND = { figure: 'p99', belowNs: 5_000_000 } as const;
const PROBE: TrialResult = { ...sound, trial: { ...trial, load: openLoad } };
const LATE: Partial<TrialResult> = { responseTimeNs: allAt(6_000_000) };
const BEHIND = { counts: { ...sound.counts, ok: 9800, answeredInWindow: 9800 } };

const judge = (changes: Partial<TrialResult>) => judgeProbe({ ...PROBE, ...changes }, BOUND);

describe('a probe', () => {
  test('held: the rate was achieved and the figure of the bound stayed below it', () => {
    expect(judge({})).toBe('held');
    expect(judge({ counts: { ...sound.counts, answeredInWindow: 9901 } })).toBe('held');
  });

  test.each([
    ['the figure is at the bound', { responseTimeNs: allAt(5_000_000) }],
    ['more than 1 % of what was due did not come back', BEHIND],
    ['nothing was answered', { counts: { ...sound.counts, scheduled: 0, answeredInWindow: 0 } }],
    ['the server broke off on the way', { status: 'incomplete' as const, reasons: ['it died'] }],
  ])('missed: %s', (_, changes) => {
    expect(judge(changes)).toBe('missed');
  });

  test.each(['client-bound', 'client-limit'])('%s is told as the limit of the client', (code) => {
    expect(judge({ ...LATE, status: 'invalid', reasons: [`${code}: too late`] })).toBe(
      'client-limit',
    );
  });

  test('under a disturbed host tells nothing, even if the client was late as well', () => {
    const reasons = ['host-noise: others', 'client-bound: too late'];
    expect(judge({ ...LATE, status: 'invalid', reasons })).toBe('unclear');
  });

  test('that starved clients was missed, whatever else was wrong', () => {
    const connections = { ...sound.connections, served: 8, starved: 2 };
    const reasons = ['host-noise: others'];
    expect(judge({ ...LATE, status: 'invalid', reasons, connections })).toBe('missed');
    const none = { ...connections, served: 0, starved: 10 };
    expect(judge({ ...LATE, status: 'invalid', reasons, connections: none })).toBe('unclear');
  });

  test('that held in spite of a disturbance did hold', () => {
    expect(judge({ status: 'invalid', reasons: ['host-noise: others'] })).toBe('held');
  });

  test('whose load failed tells nothing', () => {
    expect(
      judgeProbe(describeUnstarted(trial, 'x', { engine: 'node', loadThreads: 1 }), BOUND),
    ).toBe('unclear');
  });

  test.each([
    ['is gone', { established: 0, refused: 10 }],
    ['hangs, while its kernel accepts', { closedByServer: 0 }],
    ['left a closed port of datagrams', { refused: 10 }],
  ])('in which nobody was served speaks of no rate: the server %s', (_, changes) => {
    const connections = { ...sound.connections, served: 0, starved: 10, ...changes };
    expect(judge({ status: 'incomplete', connections })).toBe('unanswered');
    const counts = { ...sound.counts, ok: 0, answeredInWindow: 0 };
    expect(judge({ connections, counts })).toBe('unanswered');
  });

  test('ends the search when replies are wrong, or the user wants it', () => {
    expect(judge({ status: 'failed-verification' })).toBe('broken');
    expect(judge({ status: 'interrupted' })).toBe('interrupted');
  });
});
