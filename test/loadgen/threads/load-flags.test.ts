import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { loadFlags } from '../../../loadgen/threads/load-flags.ts';
import type { Load } from '../../../results/trial.ts';

const closed = { loop: 'closed', connections: 1, depth: 16, thinkTimeNs: 0 } as const;
const open = {
  loop: 'open',
  connections: 1,
  offeredRatePerSec: 1000,
  arrivals: 'poisson',
} as const;

/** Hot for long enough to reach whatever compiler there is. */
const PROGRAM =
  'let sum = 0; const mix = (n) => Math.sqrt(n) + (sum % 7); for (let n = 0; n < 3e7; n += 1) sum += mix(n);';

function compilersOf(load: Load): Set<string> {
  const output = execFileSync(
    process.execPath,
    [...loadFlags(load), '--trace-opt', '-e', PROGRAM],
    {
      encoding: 'utf8',
    },
  );
  return new Set([...output.matchAll(/target ([A-Z]+)/g)].map(([, name = '']) => name));
}

test('V8’s last compiler stays away where messages have a time to leave at', () => {
  expect(compilersOf(open)).toEqual(new Set(['MAGLEV']));
  expect(compilersOf({ ...closed, thinkTimeNs: 1e6 })).toEqual(new Set(['MAGLEV']));
});

test('a closed loop has all compilers, because nothing in it can be late', () => {
  expect(compilersOf(closed)).toContain('TURBOFAN');
});
