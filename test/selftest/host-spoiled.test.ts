import { expect, test } from 'vitest';
import { hearHost } from '../../selftest/host-spoiled.ts';

const quiet = {
  stealShare: 0,
  throttledPeriods: 0,
  longestGapNs: 25e6,
  othersShare: 0.004,
  serverWaitShare: 0.008,
};

test('a quiet host explains nothing', () => {
  expect(hearHost(quiet, quiet)).toEqual({ noise: [], unrest: [] });
});

test('a host that says nothing of itself explains nothing', () => {
  const silent = { stealShare: null, throttledPeriods: null, othersShare: null };
  expect(hearHost({ ...silent, longestGapNs: 0, serverWaitShare: null }).unrest).toEqual([]);
});

test.each([
  ['other programs', { othersShare: 0.05 }],
  ['other machines', { stealShare: 0.02 }],
  ['a wait for the CPU', { serverWaitShare: 0.04 }],
  ['a pause', { longestGapNs: 90e6 }],
  ['a quota', { throttledPeriods: 1 }],
])('%s is named', (_what, change) => {
  expect(hearHost(quiet, { ...quiet, ...change }).noise).toHaveLength(1);
});

test.each([
  ['other programs', { othersShare: 0.015 }],
  ['other machines', { stealShare: 0.004 }],
  ['a wait for the CPU', { serverWaitShare: 0.015 }],
  ['a pause', { longestGapNs: 40e6 }],
])('%s near the limit is unrest, and no noise', (_what, change) => {
  const { noise, unrest } = hearHost({ ...quiet, ...change });
  expect(noise).toEqual([]);
  expect(unrest).toHaveLength(1);
});
