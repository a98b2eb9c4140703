import { expect, test } from 'vitest';
import { isServersFault, isSpoiled } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { makeTrial } from './make-trial.ts';

const LOUD = [{ code: 'clock-gap', message: 'late', advice: 'repeat' }];
const DEATH = { code: null, signal: 'SIGSEGV' };

const LATE = ['client-bound: 2 % late'];
const OPEN = { loop: 'open', connections: 1, offeredRatePerSec: 10, arrivals: 'poisson' } as const;
const PLAIN = makeTrial({ warnings: [], reasons: [] });

function late(p90: number, reasons = LATE): Partial<TrialResult> {
  if (PLAIN.responseTimeNs === null) throw new Error('the synthetic trial is empty');
  const trial = { ...PLAIN.trial, load: OPEN };
  return { status: 'invalid', reasons, trial, sendLagNs: { ...PLAIN.responseTimeNs, p90 } };
}

test.each<[string, Partial<TrialResult>, 'server' | 'host' | 'nobody']>([
  ['a wrong reply', { status: 'failed-verification', warnings: LOUD }, 'server'],
  ['a death', { status: 'incomplete', serverDeath: DEATH }, 'server'],
  [
    'a death on a loud host',
    { status: 'incomplete', warnings: LOUD, serverDeath: DEATH },
    'server',
  ],
  ['too few answers on a quiet host', { status: 'incomplete' }, 'server'],
  ['too few answers on a loud host', { status: 'incomplete', warnings: LOUD }, 'host'],
  ['an invalid trial', { status: 'invalid', reasons: LATE }, 'host'],
  ['an open loop that was late in its tail alone', late(999_999), 'nobody'],
  ['an open loop that was late by a tenth', late(1_000_000), 'host'],
  ['a late open loop on a loud host', late(1, [...LATE, 'host-noise: x']), 'host'],
  ['a complete trial', { status: 'complete', warnings: LOUD }, 'nobody'],
  ['an interrupted one', { status: 'interrupted' }, 'nobody'],
])('%s: whose fault', (_, changes, fault) => {
  const result = { ...PLAIN, ...changes };
  expect(isServersFault(result)).toBe(fault === 'server');
  expect(isSpoiled(result)).toBe(fault === 'host');
});
