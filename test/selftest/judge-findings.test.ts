import { expect, test } from 'vitest';
import type { Row } from '../../selftest/check.ts';
import { judgeAll, judgeFindings } from '../../selftest/judge-findings.ts';
import { noteRow, soundRow, timeRow } from '../../selftest/rows.ts';
import { makeTrial } from '../results/make-trial.ts';

const right = timeRow('p50', 1e6, 1.005e6, 10_000);
const wrong = timeRow('p99', 1e6, 2e6, 10_000);
const loud = ['other programs used 60 % of the CPUs'];

test('what holds passes, on a quiet host and on a loud one', () => {
  expect(judgeFindings({ rows: [right], noise: [] })).toEqual({ verdict: 'pass', reason: null });
  expect(judgeFindings({ rows: [right], noise: loud }).verdict).toBe('pass');
});

test('what is off on a quiet host fails, with both figures', () => {
  expect(judgeFindings({ rows: [right, wrong], noise: [] })).toEqual({
    verdict: 'fail',
    reason: 'p99 is 2.00 ms, true is 1.00 ms',
  });
});

test('what is off on a loud host says nothing, and says why', () => {
  const { verdict, reason } = judgeFindings({ rows: [wrong], noise: [...loud, ...loud] });
  expect(verdict).toBe('cannot-tell');
  expect(reason).toBe('other programs used 60 % of the CPUs (p99 is 2.00 ms, true is 1.00 ms)');
});

test('what is off on a host that was nearly loud says nothing either', () => {
  const { verdict, reason } = judgeFindings({ rows: [wrong], noise: [], unrest: loud });
  expect(verdict).toBe('cannot-tell');
  expect(reason).toMatch(/^other programs used 60 %/);
});

test('what no noise explains fails on a loud host too', () => {
  const certain: Row = { ...wrong, certain: true };
  expect(judgeFindings({ rows: [certain], noise: loud }).verdict).toBe('fail');
  expect(judgeFindings({ rows: [{ ...right, certain: true }], noise: loud }).verdict).toBe('pass');
});

test('what is only told judges nothing', () => {
  const told = noteRow('send lag p99', 'up to 300 µs', '5 ms');
  expect(judgeFindings({ rows: [told], noise: [] }).verdict).toBe('pass');
});

test('a reason fits into the result file, however much went wrong', () => {
  const rows: Row[] = Array.from({ length: 100 }, () => wrong);
  expect(judgeFindings({ rows, noise: [] }).reason?.length).toBeLessThanOrEqual(400);
});

test('a figure that was not measured is off', () => {
  expect(timeRow('p50', 1e6, undefined, 1e9).holds).toBe(false);
});

test('a trial that the host alone spoiled may still hold; one that the load spoiled does not', () => {
  const invalid = (...reasons: string[]) => soundRow(makeTrial({ status: 'invalid', reasons }));
  expect(soundRow(makeTrial({})).holds).toBe(true);
  expect(invalid('host-noise: others', 'clock-gap: 200 ms').holds).toBe(true);
  expect(invalid('host-noise: others', 'client-bound: late').holds).toBe(false);
  expect(soundRow(makeTrial({ status: 'incomplete', reasons: ['died'] })).holds).toBe(false);
});

test('one failure fails all; what could not be told keeps the rest from a pass', () => {
  expect(judgeAll(['pass', 'cannot-tell', 'fail'])).toBe('fail');
  expect(judgeAll(['pass', 'cannot-tell'])).toBe('cannot-tell');
  expect(judgeAll(['pass', 'pass'])).toBe('pass');
  expect(judgeAll([])).toBe('cannot-tell');
});
