import { describe, expect, test } from 'vitest';
import { renderLoadSummary } from '../../../reports/load/load-summary.ts';
import { explainNothing } from '../../../reports/words/nothing-measured.ts';
import type { Connections, TrialResult } from '../../../results/trial-result.ts';
import { makeTrial } from '../../results/make-trial.ts';

const BASE = makeTrial();

/** A trial of a server at an address that came to nothing. */
function failedTrial(
  connections: Partial<Connections>,
  changes: Partial<TrialResult> = {},
): TrialResult {
  return makeTrial({
    trial: { ...BASE.trial, strategy: null, service: null, target: 'tcp://127.0.0.1:7' },
    status: 'incomplete',
    reasons: ['no client was served'],
    warnings: [],
    throughputPerSec: null,
    measuredNs: 0,
    responseTimeNs: null,
    serviceTimeNs: null,
    sendLagNs: null,
    connectTimeNs: null,
    firstReplyTimeNs: null,
    counts: { ...BASE.counts, scheduled: 8, sent: 8, ok: 0, timedOut: 8, answeredInWindow: 0 },
    connections: {
      attempted: 8,
      established: 8,
      served: 0,
      starved: 8,
      refused: 0,
      reset: 0,
      closedByServer: 0,
      ...connections,
    },
    ...changes,
  });
}

const tell = (trial: TrialResult) => {
  const told = explainNothing(trial);
  return told === null ? null : `${told.what} ${told.advice}`;
};

describe('a load that measured nothing', () => {
  test('of a silent server asks what the server answers', () => {
    expect(tell(failedTrial({}))).toMatch(
      /^8 clients were connected, and none had a reply within .* Does it send every message back, unchanged\? .*talk tcp:\/\/127\.0\.0\.1:7\.$/,
    );
  });

  test('of a server that hangs up at once says so', () => {
    expect(tell(failedTrial({ closedByServer: 6, reset: 2 }))).toMatch(
      /^The server ended 8 of 8 connections without a single reply\./,
    );
  });

  test('of a server that is gone says that nobody listens', () => {
    expect(tell(failedTrial({ established: 0, refused: 8 }))).toMatch(
      /^8 of 8 connections were refused: nobody listens at tcp:.* still running\?/,
    );
  });

  test('of what did not start points to the reason and to doctor', () => {
    expect(tell(failedTrial({ attempted: 0, established: 0 }))).toMatch(
      /^No connection was tried: .*`echosounder doctor`/,
    );
  });

  test('speaks of datagrams and of each workload in their own words', () => {
    const { trial } = failedTrial({});
    expect(tell(failedTrial({}, { trial: { ...trial, transport: 'udp' } }))).toMatch(
      /^8 clients sent datagrams, and none had a reply/,
    );
    const greet = { ...trial, workload: { kind: 'greet' } } as const;
    expect(tell(failedTrial({}, { trial: greet }))).toContain('Does it speak first');
  });

  test('after an interrupt or a wrong reply says that, whatever else there is', () => {
    expect(tell(failedTrial({}, { status: 'interrupted' }))).toMatch(/^It was interrupted/);
    expect(tell(failedTrial({}, { status: 'failed-verification' }))).toMatch(/^A wrong reply/);
  });

  test('shows no times of clients that waited in vain, and says once that nobody answered', () => {
    const warning = { code: 'unanswered', message: '8 of 8', advice: 'Talk to it' };
    const { responseTimeNs } = BASE;
    const text = renderLoadSummary(failedTrial({}, { responseTimeNs, warnings: [warning] }), {
      color: false,
      width: 80,
    });
    expect(text).not.toMatch(/p50|response time|Warning/);
    expect(text).toContain('Messages: 8 scheduled = 0 ok + 8 timed out');
  });

  test('is a summary without a table, without a figure, with what happened', () => {
    const text = renderLoadSummary(failedTrial({}), { color: false, width: 80 });
    expect(text).toContain('incomplete: no client was served');
    expect(text).toContain('Nothing was measured. 8 clients were connected');
    expect(text).toContain('Connections: 0 of 8 served, 8 starved');
    expect(text).not.toMatch(/^time|p50|–|CPU per message/m);
  });
});

test('where something was measured there is nothing to explain', () => {
  expect(explainNothing(BASE)).toBeNull();
});
