import { expect, test } from 'vitest';
import { isServersFault, isSpoiled } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';

const LOUD = [{ code: 'clock-gap', message: 'late', advice: 'repeat' }];
const DEATH = { code: null, signal: 'SIGSEGV' };

type Case = Pick<TrialResult, 'status' | 'warnings' | 'serverDeath'>;

test.each<[string, Case, 'server' | 'host' | 'nobody']>([
  ['a wrong reply', { status: 'failed-verification', warnings: LOUD }, 'server'],
  ['a death', { status: 'incomplete', warnings: [], serverDeath: DEATH }, 'server'],
  [
    'a death on a loud host',
    { status: 'incomplete', warnings: LOUD, serverDeath: DEATH },
    'server',
  ],
  ['too few answers on a quiet host', { status: 'incomplete', warnings: [] }, 'server'],
  ['too few answers on a loud host', { status: 'incomplete', warnings: LOUD }, 'host'],
  ['an invalid trial', { status: 'invalid', warnings: LOUD }, 'host'],
  ['a complete trial', { status: 'complete', warnings: LOUD }, 'nobody'],
  ['an interrupted one', { status: 'interrupted', warnings: [] }, 'nobody'],
])('%s: whose fault', (_, trial, fault) => {
  expect(isServersFault(trial)).toBe(fault === 'server');
  expect(isSpoiled(trial)).toBe(fault === 'host');
});
