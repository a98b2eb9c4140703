import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readPlacement } from '../../../harness/machine/read-placement.ts';
import type { Cell } from '../../../harness/plan/cells.ts';
import { planTrials } from '../../../harness/plan/plan-trials.ts';
import { runExperiment } from '../../../harness/run-experiment.ts';
import type { TrialProgress, TrialSetting } from '../../../harness/trial/measure-trial.ts';
import { runTrial } from '../../../harness/trial/run-trial.ts';
import { listTree } from '../../../harness/trial/watches/process-tree.ts';
import { assertLedger } from '../../../results/assert-ledger.ts';
import { type TrialResult, trialResultSchema } from '../../../results/trial-result.ts';
import { cell as soundCell } from './trial-fixtures.ts';

const NEVER = new AbortController().signal;
const MS = 1e6;

const setting: TrialSetting = {
  placement: readPlacement(),
  engine: 'node',
  loadThreads: 1,
  backlog: 511,
  workers: 2,
  workRounds: 1,
  readyTimeoutMs: 15_000,
};

const cell: Cell = {
  ...soundCell,
  name: 'short/event-loop',
  scenario: 'short',
  load: { loop: 'closed', connections: 8, depth: 1, thinkTimeNs: 0 },
  timing: {
    firstReplyWaitNs: 10_000 * MS,
    warmupNs: 50 * MS,
    measureNs: 400 * MS,
    drainNs: 300 * MS,
    timeoutNs: 5_000 * MS,
  },
};

/** What a test does to a trial once replies come back in its window. */
type Meddle = (children: readonly number[]) => void;

async function run(changes: Partial<Cell>, meddle?: Meddle, interrupt = NEVER) {
  const changed = { ...cell, ...changes };
  const [planned] = planTrials([changed], 1, 1);
  if (planned === undefined) throw new Error('nothing was planned');
  let meddled = false;
  const onProgress = ({ answeredInWindow }: TrialProgress): void => {
    if (meddled || answeredInWindow === 0) return;
    meddled = true;
    meddle?.(children());
  };
  const result = await runTrial(changed, { trial: planned.trial, setting, onProgress, interrupt });
  expect(trialResultSchema.safeParse(result).error).toBeUndefined();
  assertLedger(result.counts);
  return result;
}

function children(): number[] {
  return listTree(process.pid).pids.slice(1);
}

function isServer(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('/servers/host.');
}

function expectMeasured({ counts, connections, server, loadgen, timeline }: TrialResult): void {
  expect(counts.ok).toBeGreaterThan(0);
  expect(counts.ok).toBe(counts.scheduled);
  expect(connections).toMatchObject({ attempted: 8, established: 8, served: 8, starved: 0 });
  expect(server?.cpuNs).toBeGreaterThan(0);
  expect(server?.cpuNsPerMessage).toBeGreaterThan(0);
  expect(server?.peakRssBytes).toBeGreaterThan(10 << 20);
  expect(server?.processes).toBe(1);
  expect(loadgen.cpuNs).toBeGreaterThan(0);
  expect(timeline).toHaveLength(4);
  expect(timeline.some(({ serverCpuNs }) => serverCpuNs !== null && serverCpuNs > 0)).toBe(true);
}

const onLinux = process.platform === 'linux';

describe.skipIf(!onLinux)('a trial (Linux: what processes use is read from /proc)', () => {
  afterEach(() => expect(children()).toEqual([]));

  test.each(['tcp', 'unix'] as const)(
    'over %s has a ledger, the connections, both costs and a window of the asked length',
    async (transport) => {
      const result = await run({ transport });
      expectMeasured(result);
      expect(result.measuredNs).toBe(cell.timing.measureNs);
      // A busy test machine may make it invalid, never incomplete.
      expect(['complete', 'invalid']).toContain(result.status);
    },
  );

  test.each(['tcp', 'unix'] as const)(
    'of a chat over %s has its deliveries beside the ledger, and what each cost',
    async (transport) => {
      const result = await run({
        transport,
        service: 'chat',
        workload: {
          kind: 'chat',
          rooms: 2,
          membersPerRoom: 4,
          speakersPerRoom: 1,
          payloadBytes: 64,
          slowReaders: 1,
        },
        load: { loop: 'open', connections: 8, offeredRatePerSec: 200, arrivals: 'constant' },
      });
      expect(['complete', 'invalid']).toContain(result.status);
      expect(result.counts).toMatchObject({ scheduled: 80, ok: 80 });
      // 40 messages in each room: to three others in one, to two others in that of the slow reader.
      expect(result.chat?.deliveries).toMatchObject({ expected: 200, delivered: 200, excused: 40 });
      expect(result.chat?.slowReaders).toEqual({
        members: 1,
        disconnected: 0,
        countedByServer: 0,
      });
      expect(result.chat?.deliveriesPerSec).toBeGreaterThan(0);
      expect(result.chat?.serverCpuNsPerDelivery).toBeGreaterThan(0);
      expect(result.chat?.lastReceiverTimeNs?.count).toBe(80);
    },
  );

  test('of several workers counts their processes, and who took which connections', async () => {
    const server = { ...cell.server, strategy: 'cluster', label: 'cluster' };
    const result = await run({ server });
    expect(result.server?.processes).toBe(3);
    // The kernel may give a worker one more: what counts is that each connection is told once.
    const perWorker = result.server?.connectionsPerWorker ?? [];
    expect(perWorker).toHaveLength(2);
    expect(perWorker.reduce((sum, connections) => sum + connections, 0)).toBe(8);
  });

  test('over datagrams tells which worker heard whom, and what receive buffers lost', async () => {
    const server = { ...cell.server, strategy: 'cluster', label: 'cluster' };
    const timing = { ...cell.timing, timeoutNs: 250 * MS };
    const result = await run({ server, timing, transport: 'udp' });
    assertLedger(result.counts);
    expect(result.counts.ok).toBeGreaterThan(0);
    const heard = result.server?.datagramsPerWorker ?? [];
    expect(heard).toHaveLength(2);
    expect(heard.reduce((sum, { peers }) => sum + peers, 0)).toBe(8);
    expect(heard.reduce((sum, { datagrams }) => sum + datagrams, 0)).toBeGreaterThanOrEqual(
      result.counts.ok,
    );
    expect(result.receiveBufferLoss?.atServer).toBeGreaterThanOrEqual(0);
  });

  test('of a server that a command starts is like one of ours, under its own name', async () => {
    const script = "require('net').createServer((s) => s.pipe(s)).listen(process.env.PORT)";
    const command = {
      name: 'mine',
      command: ['node', '-e', script],
      port: 'free',
      ready: 'port',
    } as const;
    const server = { strategy: 'mine', label: 'mine', command } as const;
    const result = await run({ server, service: null });
    expectMeasured(result);
    expect(result.trial).toMatchObject({ strategy: 'mine', service: null });
  });

  test('over unix leaves no socket file behind', async () => {
    const shared = process.env.TMPDIR;
    const own = mkdtempSync(join(tmpdir(), 'echosounder-test-'));
    process.env.TMPDIR = own;
    try {
      await run({ transport: 'unix' });
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (shared === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = shared;
      rmSync(own, { recursive: true });
    }
  });

  test('whose server is killed is incomplete, with what was measured until then', async () => {
    const timing = { ...cell.timing, measureNs: 60_000 * MS };
    const result = await run({ timing }, (pids) => {
      const server = pids.find((pid) => isServer(pid));
      if (server === undefined) throw new Error('no server among the children');
      process.kill(server, 'SIGKILL');
    });
    expect(result.status).toBe('incomplete');
    expect(result.reasons).toEqual([expect.stringMatching(/the server died.*SIGKILL/)]);
    expect(result.counts.ok).toBeGreaterThan(0);
    expect(result.measuredNs).toBeGreaterThan(0);
    expect(result.measuredNs).toBeLessThan(timing.measureNs);
  });

  test('that is interrupted says so, with what was measured until then', async () => {
    const interrupt = new AbortController();
    const timing = { ...cell.timing, measureNs: 60_000 * MS };
    const result = await run({ timing }, () => interrupt.abort(), interrupt.signal);
    expect(result.status).toBe('interrupted');
    expect(result.counts.ok).toBeGreaterThan(0);
    expect(result.measuredNs).toBeLessThan(timing.measureNs);
  });

  test('that is interrupted before it begins has measured nothing', async () => {
    const result = await run({}, undefined, AbortSignal.abort());
    expect(result).toMatchObject({ status: 'interrupted', measuredNs: 0, throughputPerSec: null });
  });

  test('of a server for one client shows one served and the others starved', async () => {
    const server = { ...cell.server, strategy: 'conversation-loop', label: 'conversation-loop' };
    const result = await run({ server, timing: { ...cell.timing, firstReplyWaitNs: 1_000 * MS } });
    expect(result.connections).toMatchObject({ served: 1, starved: 7 });
    expect(result.counts.ok).toBeGreaterThan(0);
  });

  test('whose load process is killed fails, and takes its server along', async () => {
    const timing = { ...cell.timing, measureNs: 60_000 * MS };
    const running = run({ timing }, (pids) => {
      for (const pid of pids.filter((each) => !isServer(each))) process.kill(pid, 'SIGKILL');
    });
    await expect(running).rejects.toThrow('the load process ended early (SIGKILL)');
  });
});

describe.skipIf(!onLinux)('a run (Linux)', () => {
  test('goes on after a server that does not start, and stops after an interrupt', async () => {
    const broken = { ...cell, name: 'short/broken', host: '192.0.2.1' };
    const trials = [broken, cell, cell].flatMap((each) => planTrials([each], 1, 1));
    const interrupt = new AbortController();
    const statuses: string[] = [];
    const experiment = { trials, setting };
    for await (const event of runExperiment(experiment, () => {}, interrupt.signal)) {
      if (event.type !== 'trial-finished') continue;
      statuses.push(event.result.status);
      if (statuses.length === 2) interrupt.abort();
    }
    expect(statuses).toHaveLength(2);
    expect(statuses[0]).toBe('incomplete');
    expect(['complete', 'invalid']).toContain(statuses[1]);
    expect(children()).toEqual([]);
  });
});
