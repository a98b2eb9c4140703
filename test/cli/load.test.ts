import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatAddress } from '../../protocol/address.ts';
import { assertLedger } from '../../results/assert-ledger.ts';
import { trialResultSchema } from '../../results/trial-result.ts';
import { startLosing } from '../loadgen/datagram-servers.ts';
import { childrenOf } from './live-processes.ts';
import { runCli, startCli, temporaryFolder } from './run-cli.ts';

const SHORT = ['-d', '300ms', '--warmup', '100ms', '-c', '4'];

async function listen(
  onConnection: (socket: Socket) => void,
): Promise<{ url: string; server: Server }> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `tcp://127.0.0.1:${port}`, server };
}

describe('load on a server that is not ours', () => {
  let honest: Awaited<ReturnType<typeof listen>>;
  let lying: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    honest = await listen((socket) => socket.on('error', () => {}).pipe(socket));
    lying = await listen((socket) => {
      let replies = 0;
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        replies += 1;
        if (replies === 20) chunk[chunk.length - 3] = 0;
        socket.write(chunk);
      });
    });
  });
  afterAll(() => {
    honest.server.close();
    lying.server.close();
  });

  test('--json - prints one valid trial on standard output, the table on standard error', async () => {
    const { code, stdout, stderr } = await runCli('load', honest.url, ...SHORT, '--json', '-');
    const result = trialResultSchema.parse(JSON.parse(stdout));
    assertLedger(result.counts);
    // On a busy machine a trial may be invalid; the exit code then says so.
    expect(['complete', 'invalid']).toContain(result.status);
    expect(result.trial).toMatchObject({ strategy: null, target: honest.url });
    expect(result.counts.ok).toBeGreaterThan(100);
    expect(result.server).toBeNull();
    expect(stderr).toMatch(/service/);
    expect(code).toBe(result.status === 'complete' ? 0 : 3);
  });

  test('writes every format that it is asked for', async () => {
    const folder = temporaryFolder();
    const files = ['json', 'html', 'hgrm', 'hlog'].map(
      (kind) => [kind, join(folder, kind)] as const,
    );
    const options = files.flatMap(([kind, file]) => [`--${kind}`, file]);
    const { code } = await runCli('load', honest.url, ...SHORT, ...options);
    expect([0, 3]).toContain(code);
    const text = Object.fromEntries(
      files.map(([kind, file]) => [kind, readFileSync(file, 'utf8')]),
    );
    expect(text.html).toMatch(/^<!doctype html>/i);
    expect(text.hgrm).toMatch(/Percentile/);
    expect(text.hlog).toMatch(/Tag=responseTimeNs/);
  });

  test('a server that changes a byte fails verification: exit 3', async () => {
    const args = ['load', lying.url, ...SHORT, '--json', '-', '--quiet'];
    const { code, stdout, stderr } = await runCli(...args);
    expect(stderr).toBe('');
    const result = trialResultSchema.parse(JSON.parse(stdout));
    expect(result.status).toBe('failed-verification');
    expect(result.reasons[0]).toMatch(/corrupt/);
    expect(code).toBe(3);
  });

  test('Ctrl-C ends it, and what was measured is printed: exit 130', async () => {
    const cli = startCli(
      ['load', honest.url, '-d', '60s', '--warmup', '0s', '--json', '-'],
      undefined,
      'ignore',
      true,
    );
    const answers = new Promise((resolve) => honest.server.once('connection', resolve));
    await answers;
    setTimeout(() => cli.interrupt(), 500);
    const { code, stdout } = await cli.result;
    const result = trialResultSchema.parse(JSON.parse(stdout));
    assertLedger(result.counts);
    expect(result.status).toBe('interrupted');
    expect(code).toBe(130);
  });
});

test('load on datagrams tells what was lost, and a closed port before it begins', async () => {
  const losing = await startLosing((number) => number % 10 === 0);
  const url = formatAddress(losing.address);
  const rate = ['-r', '1k', '--arrivals', 'constant', '--timeout', '200ms'];
  const { stdout, stderr } = await runCli('load', url, ...SHORT, ...rate, '--json', '-');
  await losing.close();
  const result = trialResultSchema.parse(JSON.parse(stdout));
  assertLedger(result.counts);
  expect(result.trial).toMatchObject({ transport: 'udp', target: url });
  // 75 messages on each of four sockets, every tenth of which has no reply.
  expect(result.counts.scheduled).toBe(300);
  expect(result.counts.lost).toBeGreaterThanOrEqual(28);
  expect(result.connections).toMatchObject({ established: 4, served: 4 });
  expect(result.warnings.map(({ code }) => code)).toContain('datagram-loss');
  // On a busy machine some are late, too.
  expect(stderr).toMatch(/Messages: 300 scheduled = \d+ ok \+ (\d+ late or overdue \+ )?\d+ lost/);
  const closed = await runCli('load', url, ...SHORT);
  expect(closed.stderr).toContain(`no server answers at ${url} (ECONNREFUSED)`);
  expect(closed.code).toBe(2);
});

test('a server that keeps silent is told about, and a load that is killed is a result: exit 3', async () => {
  const silent = await listen((socket) => socket.on('error', () => {}));
  try {
    const cli = startCli(['load', silent.url, '-c', '2', '--json', '-']);
    await cli.printed('stderr', /0 of 2 clients had a reply after 3 s, waiting up to 15 s\n/);
    for (const pid of childrenOf(cli.process.pid ?? 0)) process.kill(pid, 'SIGKILL');
    const { code, stdout, stderr } = await cli.result;
    const result = trialResultSchema.parse(JSON.parse(stdout));
    expect(result.status).toBe('incomplete');
    expect(result.reasons[0]).toMatch(/load process ended early \(SIGKILL\)/);
    expect(stderr).not.toMatch(/a fault of echosounder/);
    expect(code).toBe(3);
  } finally {
    silent.server.close();
  }
});

test('a stream is measured in bytes each way', async () => {
  const args = ['load', 'event-loop', ...SHORT, '--workload', 'stream', '--json', '-'];
  const { stdout, stderr } = await runCli(...args);
  const result = trialResultSchema.parse(JSON.parse(stdout));
  expect(result.trial.workload).toEqual({ kind: 'stream', payloadBytes: 65_536 });
  expect(result.trial.load).toMatchObject({ loop: 'closed', depth: 16 });
  expect(result.counts.ok).toBe(result.counts.scheduled);
  expect(stderr).toMatch(/[GM]iB\/s each way: .* answered/);
});

test('load on a built-in strategy starts it and knows what it cost', async () => {
  const { code, stdout } = await runCli(
    'load',
    'event-loop',
    ...SHORT,
    '-r',
    '2k',
    '--ramp',
    '500',
    '--json',
    '-',
  );
  const result = trialResultSchema.parse(JSON.parse(stdout));
  expect(result.trial).toMatchObject({ strategy: 'event-loop', target: null });
  expect(result.trial.load).toMatchObject({
    loop: 'open',
    offeredRatePerSec: 2000,
    rampPerSec: 500,
  });
  expect(result.server?.cpuNs).toBeGreaterThan(0);
  expect([0, 3]).toContain(code);
});

test('load on a built-in server of datagrams tells which worker heard how many of whom', async () => {
  const { stdout, stderr } = await runCli(
    ...['load', 'cluster', '--transport', 'udp', ...SHORT, '--json', '-'],
  );
  const { trial, server } = trialResultSchema.parse(JSON.parse(stdout));
  expect(trial).toMatchObject({ transport: 'udp', strategy: 'cluster' });
  const heard = server?.datagramsPerWorker ?? [];
  expect(heard.reduce((sum, { peers }) => sum + peers, 0)).toBe(4);
  expect(stderr).toMatch(/Workers: .+ datagrams of \d peers?, .+ datagrams of \d peers?/);
});
