import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../harness/config/check-config.ts';
import { whyNoDatagrams } from '../../../harness/config/datagram-fit.ts';
import { problemsOf } from './problems-of.ts';

test.each([17, 64, 65_507])('a conversation of %i bytes fits datagrams', (payloadBytes) => {
  expect(whyNoDatagrams({ kind: 'conversation', payloadBytes })).toBeNull();
});

test.each([
  [16, 'it has at least 17 bytes, not 16'],
  [65_508, 'holds at most 65507 bytes, not 65508'],
])('a conversation of %i bytes does not, and what would is told', (payloadBytes, advice) => {
  expect(whyNoDatagrams({ kind: 'conversation', payloadBytes })).toContain(advice);
});

test.each([{ kind: 'churn', payloadBytes: 64 } as const, { kind: 'greet' } as const])(
  'where there are no connections there is no $kind',
  (workload) => {
    expect(whyNoDatagrams(workload)).toBe(
      `datagrams know no connections: their workload is conversation, not ${workload.kind}`,
    );
  },
);

describe('a scenario of datagrams', () => {
  const scenario = {
    name: 's',
    question: 'Why?',
    transport: 'udp',
    workload: { kind: 'conversation' },
    load: { loop: 'closed' },
  } as const;
  const problems = (changed: object) =>
    problemsOf({ name: 'x', scenarios: [{ ...scenario, ...changed }] });

  test('is taken, and soon gives up what is lost unless it says when', () => {
    const timeouts = [{}, { timeout: '3s' }, { transport: 'tcp' }].map(
      (changed) =>
        checkConfig({ name: 'x', scenarios: [{ ...scenario, ...changed }] }, 'test').scenarios[0]
          ?.timeout,
    );
    expect(timeouts).toEqual([0.25e9, 3e9, 10e9]);
  });

  test('can have no workload, service or distribution of connections', () => {
    expect(problems({ workload: { kind: 'churn' } })).toEqual([
      'scenarios[0].workload: datagrams know no connections: their workload is conversation, not churn',
    ]);
    expect(problems({ service: 'chat' }).join()).toContain('scenarios[0].service: chat is for');
    const strategies = [
      'cluster',
      { strategy: 'cluster', distribution: 'reuse-port' },
      { strategy: 'cluster', distribution: 'shared-handle' },
    ];
    expect(problems({ strategies })).toEqual([
      'scenarios[0].strategies[2].distribution: shared-handle deals connections; datagrams are dealt by the kernel (reuse-port)',
    ]);
  });
});
