import { expect, test } from 'vitest';
import { whyNoDatagrams } from '../../../harness/config/datagram-fit.ts';

test.each([17, 64, 65_507])('a conversation of %i bytes fits datagrams', (payloadBytes) => {
  expect(whyNoDatagrams({ kind: 'conversation', payloadBytes })).toBeNull();
});

test.each([
  [16, 'it has at least 17 bytes (--size 17), not 16'],
  [65_508, 'holds at most 65507 bytes (--size 65507), not 65508'],
])('a conversation of %i bytes does not, and what would is told', (payloadBytes, advice) => {
  expect(whyNoDatagrams({ kind: 'conversation', payloadBytes })).toContain(advice);
});

test.each([{ kind: 'churn', payloadBytes: 64 } as const, { kind: 'greet' } as const])(
  'where there are no connections there is no $kind',
  (workload) => {
    expect(whyNoDatagrams(workload)).toBe(
      `datagrams know no connections: the workload for udp:// is conversation, not ${workload.kind}`,
    );
  },
);
