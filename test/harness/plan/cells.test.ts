import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../harness/config/check-config.ts';
import { shortenConfig } from '../../../harness/config/shorten.ts';
import { listCells } from '../../../harness/plan/cells.ts';
import { loadStrategies } from '../../../servers/registry.ts';
import type { ServerStrategy } from '../../../servers/strategy.ts';

const strategies = (await loadStrategies()).map(
  (strategy): ServerStrategy => ({ ...strategy, unsupported: () => null }),
);

const base = {
  name: 'talk',
  question: 'Why?',
  strategies: ['event-loop'],
  workload: { kind: 'conversation' },
  load: { loop: 'closed', connections: 8 },
} as const;

function check(...scenarios: object[]) {
  const named = scenarios.map((scenario, index) => ({ ...base, name: `s${index}`, ...scenario }));
  return checkConfig({ name: 'x', scenarios: named }, 'test');
}

function list(...scenarios: object[]) {
  return listCells(check(...scenarios), strategies);
}

describe('the cells of an experiment', () => {
  test('over datagrams are those of the strategies that serve them; the others say why', () => {
    const { cells, leftOut } = list({ transport: 'udp', strategies: 'all' });
    const serving = strategies.filter(({ transports }) => transports.includes('udp'));
    expect(cells.map(({ name, transport }) => `${transport} ${name}`)).toEqual(
      serving.map(({ name }) => `udp s0/${name}`),
    );
    const others = strategies.filter((strategy) => !serving.includes(strategy));
    expect(leftOut.map(({ cell }) => cell)).toEqual(others.map(({ name }) => `s0/${name}`));
    for (const [index, { noDatagrams = 'a reason' }] of others.entries()) {
      expect(leftOut[index]?.reason).toContain(noDatagrams);
    }
  });

  test('are its scenarios times their strategies, in reading order', () => {
    const { cells, leftOut } = list({ strategies: ['cluster', 'event-loop'] }, {});
    expect(cells.map(({ name }) => name)).toEqual(['s0/cluster', 's0/event-loop', 's1/event-loop']);
    expect(leftOut).toEqual([]);
  });

  test('hold servers that a command starts, under their own names and with no service of ours', () => {
    const command = ['python3', 'server.py', '{port}'];
    const { cells } = list({ strategies: ['event-loop', { name: 'mine', command }] });
    expect(cells.map(({ name, service }) => [name, service])).toEqual([
      ['s0/event-loop', 'echo'],
      ['s0/mine', null],
    ]);
    expect(cells[1]?.server).toEqual({
      strategy: 'mine',
      label: 'mine',
      command: { name: 'mine', command, env: {}, port: 'free', ready: 'port' },
    });
  });

  test('take every strategy where the scenario says all', () => {
    expect(list({ strategies: 'all' }).cells.map(({ server }) => server.strategy)).toEqual(
      strategies.map(({ name }) => name),
    );
  });

  test('leave out of a chat whoever serves one client at a time, with the reason', () => {
    const { cells, leftOut } = list({
      strategies: ['conversation-loop', 'event-loop'],
      workload: { kind: 'chat', membersPerRoom: 5 },
      load: { loop: 'open', offeredRatesPerSec: [100] },
    });
    expect(cells.map(({ name, load }) => [name, load.connections])).toEqual([
      ['s0/event-loop/100', 5],
    ]);
    expect(leftOut).toEqual([
      {
        cell: 's0/conversation-loop',
        reason: 'chat needs several clients at a time, and conversation-loop serves one',
      },
    ]);
  });

  test('multiply by the offered rates of an open loop, each a load of its own', () => {
    const { cells } = list({ load: { loop: 'open', offeredRatesPerSec: ['5k', 0.5e4 + 1, 1.5] } });
    expect(cells.map(({ name }) => name)).toEqual([
      's0/event-loop/5000',
      's0/event-loop/5001',
      's0/event-loop/1.5',
    ]);
    expect(cells[0]?.load).toEqual({
      loop: 'open',
      connections: 64,
      offeredRatePerSec: 5000,
      arrivals: 'poisson',
    });
  });

  test('open their connections at the rate that the load asks for, or at its own', () => {
    const closed = { loop: 'closed', connections: 8 };
    const open = { loop: 'open', offeredRatesPerSec: ['1k'] };
    const { cells } = list(
      { load: { ...closed, ramp: '5k' } },
      { load: { ...open, ramp: 0.5e3 } },
      { load: closed },
    );
    expect(cells.map(({ load }) => load.rampPerSec)).toEqual([5000, 500, undefined]);
  });

  test('stream to everyone who has a conversation, like the workload of that name', () => {
    const { cells, leftOut } = list({
      strategies: ['one-shot', 'conversation-loop'],
      workload: { kind: 'stream' },
    });
    expect(cells.map(({ name }) => name)).toEqual(['s0/one-shot', 's0/conversation-loop']);
    expect(leftOut).toEqual([]);
  });

  test('label a variant by what makes it one', () => {
    const { cells } = list({
      strategies: [
        'cluster',
        { strategy: 'cluster', distribution: 'reuse-port' },
        { strategy: 'cluster', distribution: 'reuse-port', workers: 4 },
        { strategy: 'cluster', workers: 4 },
      ],
    });
    expect(cells.map(({ server }) => server)).toEqual([
      { strategy: 'cluster', label: 'cluster', distribution: 'round-robin', workers: null },
      {
        strategy: 'cluster',
        label: 'cluster/reuse-port',
        distribution: 'reuse-port',
        workers: null,
      },
      {
        strategy: 'cluster',
        label: 'cluster/reuse-port/4-workers',
        distribution: 'reuse-port',
        workers: 4,
      },
      { strategy: 'cluster', label: 'cluster/4-workers', distribution: 'round-robin', workers: 4 },
    ]);
  });

  test('carry the times of their scenario', () => {
    const { cells } = list({ warmup: '1ms', measure: '2ms', drain: '3ms', timeout: '4ms' });
    expect(cells[0]?.timing).toEqual({
      firstReplyWaitNs: 15e9,
      warmupNs: 1e6,
      measureNs: 2e6,
      drainNs: 3e6,
      timeoutNs: 4e6,
    });
  });

  test('know whose server ends after its first client', () => {
    const { cells } = list({ strategies: ['one-shot', 'event-loop'] });
    expect(cells.map(({ admitsOne }) => admitsOne)).toEqual([true, false]);
  });
});

describe('what cannot be run is left out with its reason', () => {
  test('a strategy that this platform does not support', () => {
    const elsewhere = strategies.map((strategy) => ({
      ...strategy,
      unsupported: () => (strategy.name === 'event-loop' ? null : 'only on Linux'),
    }));
    const { cells, leftOut } = listCells(
      check({ strategies: ['cluster', 'event-loop'] }),
      elsewhere,
    );
    expect(cells.map(({ name }) => name)).toEqual(['s0/event-loop']);
    expect(leftOut).toEqual([{ cell: 's0/cluster', reason: 'only on Linux' }]);
  });

  test('a strategy without the transport', () => {
    const tcpOnly = strategies.map((strategy) => ({ ...strategy, transports: ['tcp' as const] }));
    const { cells, leftOut } = listCells(check({ transport: 'unix' }), tcpOnly);
    expect(cells).toEqual([]);
    expect(leftOut).toEqual([{ cell: 's0/event-loop', reason: 'event-loop does not serve unix' }]);
  });

  test('churn on a server that serves one client and ends', () => {
    const { cells, leftOut } = list({
      strategies: ['one-shot', 'event-loop'],
      workload: { kind: 'churn' },
    });
    expect(cells.map(({ name }) => name)).toEqual(['s0/event-loop']);
    expect(leftOut[0]?.reason).toMatch(/^one-shot serves one client and ends/);
  });
});

describe('a quick run', () => {
  test('asks the same questions once, in shorter trials with fewer rates', () => {
    const config = check(
      { warmup: '10s', measure: '10s', drain: '10s', timeout: '7s' },
      { load: { loop: 'open', offeredRatesPerSec: [1, 2, 3] } },
    );
    const quick = shortenConfig(config);
    expect(quick.repetitions).toBe(1);
    expect(quick.scenarios.map(({ name }) => name)).toEqual(['s0', 's1']);
    expect(quick.scenarios[0]).toMatchObject({
      warmup: 150e6,
      measure: 300e6,
      drain: 200e6,
      timeout: 7e9,
      load: config.scenarios[0]?.load,
    });
    expect(quick.scenarios[1]?.load).toMatchObject({ offeredRatesPerSec: [1, 2] });
  });

  test('never makes a trial longer', () => {
    const config = check({ warmup: '1ms', measure: '2ms', drain: '3ms' });
    expect(shortenConfig(config).scenarios[0]).toMatchObject({
      warmup: 1e6,
      measure: 2e6,
      drain: 3e6,
    });
  });
});
