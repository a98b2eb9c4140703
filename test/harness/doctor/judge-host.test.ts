import { describe, test } from 'vitest';
import { type Doubt, expectDoubt, expectNoDoubt, type NoDoubt, within } from './expect-doubt.ts';

const GIB = 2 ** 30;

describe('a machine is doubted', () => {
  test.each<Doubt>([
    [
      'where others work a little',
      'other programs',
      within('noise', { othersShare: 0.06 }),
      'note',
      /^6\.0 %/,
      /top /,
    ],
    [
      'where others work hard',
      'other programs',
      within('noise', { othersShare: 0.21 }),
      'problem',
      /^21\.0 %/,
      /top /,
    ],
    [
      'whose CPU goes to neighbours',
      'steal',
      within('noise', { stealShare: 0.02 }),
      'problem',
      /^2\.0 %/,
      /vmstat/,
    ],
    [
      'that stands still',
      'pauses',
      within('noise', { longestGapNs: 101e6 }),
      'problem',
      /^101 ms/,
      /doctor/,
    ],
    [
      'that is a virtual one',
      'virtual machine',
      within('cpus', { isVirtual: true }),
      'note',
      /^yes$/,
      /side by side/,
    ],
    [
      'that has little memory',
      'memory',
      within('limits', { memoryBytes: 1.99 * GIB }),
      'note',
      /^1\.9 GiB free of 16 GiB$/,
      /ps -eo rss/,
    ],
    [
      'that has next to no memory',
      'memory',
      within('limits', { memoryBytes: 0.4 * GIB }),
      'problem',
      /^409\.6 MiB free/,
      /ps -eo rss/,
    ],
    ['that swaps', 'swap', { swapUsedBytes: GIB }, 'note', /^1 GiB in use$/, /swapoff/],
  ])('%s', expectDoubt);
});

describe('a machine is not doubted', () => {
  test.each<NoDoubt>([
    [
      'for what is too little to be told from nothing',
      'other programs',
      within('noise', { othersShare: 0.05 }),
    ],
    ['for pages that were put away once', 'swap', { swapUsedBytes: 2 ** 20 }],
  ])('%s', expectNoDoubt);
});
