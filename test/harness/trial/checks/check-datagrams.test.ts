import { expect, test } from 'vitest';
import { checkLoss } from '../../../../harness/trial/checks/check-datagrams.ts';
import { sound } from '../trial-fixtures.ts';

const LOSSY = {
  ...sound,
  trial: { ...sound.trial, transport: 'udp' as const },
  counts: { ...sound.counts, lost: 500 },
};

test.each([
  [{ everywhere: 700, atServer: 600 }, "600 found the server's receive buffer full", 'enlarge'],
  [{ everywhere: 700, atServer: 0 }, "none of them the server's", 'client-limit'],
  [{ everywhere: 700, atServer: null }, '700 found a receive buffer of this network', 'had ended'],
  [{ everywhere: 0, atServer: 0 }, 'no receive buffer was full', 'did not answer'],
])('loss with %o in receive buffers is told apart from other loss', (loss, where, advice) => {
  const warning = checkLoss({ ...LOSSY, receiveBufferLoss: loss });
  expect(warning?.message).toContain('500 of 10000 datagrams had no reply');
  expect(warning?.message).toContain(where);
  expect(warning?.advice).toContain(advice);
});

test('where the kernel tells nothing, nothing is claimed', () => {
  expect(checkLoss(LOSSY)?.message).toBe(
    '500 of 10000 datagrams had no reply (5.0 %, limit 0.1 %)',
  );
});
