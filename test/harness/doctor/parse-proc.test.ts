import { expect, test } from 'vitest';
import { countTimeWait, sumSwapUsed } from '../../../harness/doctor/parse-proc.ts';

test('sockets in TIME_WAIT are counted, and a text without them counts nothing', () => {
  const text =
    'sockets: used 66\nTCP: inuse 8 orphan 0 tw 38 alloc 8 mem 288\nUDP: inuse 0 mem 1\n';
  expect(countTimeWait(text)).toBe(38);
  expect(countTimeWait('sockets: used 66')).toBe(null);
});

test('what is in use of every swap area is summed, and no area is no swap', () => {
  const head = 'Filename\tType\tSize\tUsed\tPriority\n';
  const areas = '/dev/sda2 partition\t8000\t1024\t-2\n/swap file\t\t8000\t\t512\t\t-3';
  expect(sumSwapUsed(head + areas)).toBe(1536 * 1024);
  expect(sumSwapUsed(head.trim())).toBe(0);
});
