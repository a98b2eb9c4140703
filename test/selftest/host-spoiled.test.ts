import { expect, test } from 'vitest';
import { findHostFaults } from '../../selftest/host-spoiled.ts';

const quiet = {
  stealShare: 0,
  throttledPeriods: 0,
  longestGapNs: 25e6,
  othersShare: 0.004,
  serverWaitShare: 0.008,
};

test('a quiet host explains nothing', () => {
  expect(findHostFaults(quiet)).toEqual([]);
});

test('a host that says nothing of itself explains nothing', () => {
  const silent = { stealShare: null, throttledPeriods: null, othersShare: null };
  expect(findHostFaults({ ...silent, longestGapNs: 0, serverWaitShare: null })).toEqual([]);
});

test.each([
  ['other programs', { othersShare: 0.05 }],
  ['other machines', { stealShare: 0.02 }],
  ['a wait for the CPU', { serverWaitShare: 0.04 }],
  ['a pause', { longestGapNs: 90e6 }],
  ['a quota', { throttledPeriods: 1 }],
])('%s is named', (_what, change) => {
  expect(findHostFaults({ ...quiet, ...change })).toHaveLength(1);
});
