import { describe, test } from 'vitest';
import { type Doubt, expectDoubt, expectNoDoubt, type NoDoubt, within } from './expect-doubt.ts';

const selftestOf = (verdict: 'fail' | 'cannot-tell') => ({
  selftest: {
    selftest: {
      finishedAt: '2026-05-04T08:00:00.000Z',
      verdict,
      errorBudgetNs: null,
      checks: [
        { name: 'freeze', verdict: 'pass' as const, reason: null },
        { name: 'delays', verdict, reason: 'it was off' },
      ],
    },
  },
});

describe('a machine is doubted', () => {
  test.each<Doubt>([
    [
      'that is no Linux',
      'platform',
      within('tools', { noPosixSockets: 'POSIX sockets need Linux' }),
      'note',
      /need Linux/,
      /Linux, x64/,
    ],
    [
      'whose kernel is old',
      'kernel',
      within('environment', { kernel: '5.10.0-28' }),
      'note',
      /^5\.10/,
      /5\.11/,
    ],
    [
      'where another Node.js runs',
      'Node.js',
      within('environment', { node: '24.12.0' }),
      'note',
      /^24\.12\.0, .* 26\.10\.0$/,
      /npm ci && npx/,
    ],
    [
      'that was never tested',
      'selftest',
      { selftest: {} },
      'note',
      /none was run/,
      /npx echosounder selftest/,
    ],
    [
      'whose kept test cannot be read',
      'selftest',
      { selftest: { selftestUnreadable: '/state/selftest.json' } },
      'note',
      /^\/state\/selftest\.json cannot be read$/,
      /Move that file away, .*npx echosounder selftest/,
    ],
    [
      'whose test said nothing',
      'selftest',
      selftestOf('cannot-tell'),
      'note',
      /^cannot-tell, on 2026-05-04: delays$/,
      /selftest/,
    ],
    [
      'whose test failed',
      'selftest',
      selftestOf('fail'),
      'problem',
      /^fail, on 2026-05-04: delays$/,
      /selftest/,
    ],
    [
      'that compiles nothing',
      'C compiler',
      within('tools', { hasCompiler: false }),
      'note',
      /no cc/,
      /apt-get install gcc/,
    ],
  ])('%s', expectDoubt);
});

describe('a machine is not doubted', () => {
  test.each<NoDoubt>([
    [
      'for the first kernel that can wait finely',
      'kernel',
      within('environment', { kernel: '5.11.0' }),
    ],
    ['for having no checkout', 'Node.js', within('tools', { pinnedNode: null })],
  ])('%s', expectNoDoubt);
});
