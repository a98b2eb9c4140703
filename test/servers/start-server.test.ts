import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { groupGone, groupMembers } from '../../servers/hosting/process-group.ts';
import { loadStrategy, STRATEGY_NAMES } from '../../servers/registry.ts';
import { startServer } from '../../servers/start-server.ts';
import type { ServerOptions } from '../../servers/strategy.ts';
import { currentCpus } from '../../sockets/cpu-affinity.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import { makeSocketFolder } from './strategy-contract/contract-cases.ts';
import { dial, echoOnce, readExactly, readToEnd } from './test-client.ts';
import { expectNothingLeft } from './with-server.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS: ServerOptions = {
  service: 'echo',
  listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
  backlog: 16,
  workers: 2,
  distribution: 'round-robin',
  work: { rounds: 1, messageBytes: 4 },
};
/** One whose main thread runs JavaScript, and one whose main thread blocks. */
const BOTH_KINDS =
  unsupportedReason() === null ? ['event-loop', 'conversation-loop'] : ['event-loop'];

describe('a server that does not come up is one clear error, and leaves nothing behind', () => {
  test('unknown names are refused before anything starts', async () => {
    await expect(startServer('evnt-loop', OPTIONS)).rejects.toMatchObject({
      code: 'unknown-name',
      message: expect.stringContaining('event-loop'),
    });
    await expect(startServer('event-loop', { ...OPTIONS, service: 'ecko' })).rejects.toMatchObject({
      code: 'unknown-name',
      message: expect.stringContaining('echo'),
    });
  });

  test.each(BOTH_KINDS)('%s: a port in use', async (name) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const listen = { ...OPTIONS.listen, port } as ServerOptions['listen'];
    await expect(startServer(name, { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(`tcp://127.0.0.1:${port}`),
    });
    other.close();
  });

  test.each(BOTH_KINDS)('%s: an address of another machine', async (name) => {
    const listen = { transport: 'tcp', host: '192.0.2.1', port: 0 } as const; // RFC 5737
    await expect(startServer(name, { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'address-not-available',
    });
  });

  test.each(BOTH_KINDS)('%s: a unix socket in a folder that does not exist', async (name) => {
    const listen = { transport: 'unix', path: join(folder, 'none', 'x.sock') } as const;
    await expect(startServer(name, { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'address-not-available',
      message: expect.stringContaining(`there is no folder ${join(folder, 'none')}; make it`),
    });
  });

  test('a server that is not ready in time is killed', async () => {
    await expect(startServer('event-loop', OPTIONS, { readyTimeoutMs: 0 })).rejects.toMatchObject({
      code: 'not-ready',
      message: expect.stringContaining('0 ms'),
    });
  });

  test('a server that dies at its start shows its last words', async () => {
    const work = { rounds: 1, messageBytes: 0 };
    await expect(
      startServer('event-loop', { ...OPTIONS, service: 'work', work }),
    ).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('messageBytes') });
  });

  test('a distribution that a transport cannot have is called unsupported', async () => {
    const listen = { transport: 'unix', path: join(folder, 'reuse.sock') } as const;
    await expect(
      startServer('cluster', { ...OPTIONS, listen, distribution: 'reuse-port' }),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('reuse-port'),
    });
  });

  test('a transport or a number of workers that it cannot have is called unsupported', async () => {
    const listen = { transport: 'unix', path: join(folder, 'threads.sock') } as const;
    await expect(startServer('worker-threads', { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('not unix'),
    });
    await expect(startServer('cluster', { ...OPTIONS, workers: 0 })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('0 workers'),
    });
  });

  test('reuse-port does not join a stranger who shares the port', async () => {
    const first = await startServer('cluster', { ...OPTIONS, distribution: 'reuse-port' });
    const again = { ...OPTIONS, listen: first.address, distribution: 'reuse-port' } as const;
    await expect(startServer('cluster', again)).rejects.toMatchObject({ code: 'address-in-use' });
    await first.stop();
  });
});

describe('a unix socket file', () => {
  const listen = { transport: 'unix', path: join(folder, 'left.sock') } as const;

  test('of our own server is removed even when that was killed', async () => {
    const server = await startServer('event-loop', { ...OPTIONS, listen });
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    expectNothingLeft(server);
  });

  test.each(BOTH_KINDS)('%s: left by a server that was killed is replaced', async (name) => {
    leaveSocketFile(listen.path);
    expect(existsSync(listen.path)).toBe(true);
    const server = await startServer(name, { ...OPTIONS, listen });
    expect(String(await echoOnce(server.address, Buffer.from('hi')))).toBe('hi');
    await server.stop();
    expectNothingLeft(server);
  });

  test('of a server that answers is left alone', async () => {
    const server = await startServer('event-loop', { ...OPTIONS, listen });
    await expect(startServer('event-loop', { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'address-in-use',
    });
    expect(String(await echoOnce(server.address, Buffer.from('hi')))).toBe('hi');
    await server.stop();
  });

  test('that is no socket is left alone', async () => {
    writeFileSync(listen.path, 'precious');
    await expect(startServer('event-loop', { ...OPTIONS, listen })).rejects.toMatchObject({
      code: 'address-in-use',
    });
    expect(existsSync(listen.path)).toBe(true);
    rmSync(listen.path);
  });

  test('that somebody put in its place meanwhile is not removed', async () => {
    const server = await startServer('event-loop', { ...OPTIONS, listen });
    rmSync(listen.path);
    mkdirSync(listen.path);
    await server.stop();
    expect(existsSync(listen.path)).toBe(true);
    rmSync(listen.path, { recursive: true });
  });
});

test.skipIf(unsupportedReason() !== null)(
  'the whole server stays on the CPUs it was given (Linux)',
  async () => {
    const before = currentCpus();
    const cpu = before.at(-1) ?? 0;
    const server = await startServer('cluster', OPTIONS, { cpus: [cpu] });
    for (const pid of groupMembers(server.pid)) {
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      expect(status).toMatch(new RegExp(`^Cpus_allowed_list:\\s+${cpu}$`, 'm'));
    }
    expect(currentCpus()).toEqual(before);
    await server.stop();
  },
);

test('a crash is seen: exited resolves with the signal and the last words', async () => {
  const server = await startServer('event-loop', { ...OPTIONS, service: 'hang-up' });
  expect(await readToEnd(await dial(server.address))).toHaveLength(0);
  process.kill(server.pid, 'SIGKILL');
  expect(await server.exited).toMatchObject({
    code: null,
    signal: 'SIGKILL',
    stderrTail: expect.stringContaining('connection from'),
  });
  expect(await server.stop()).toEqual(await server.exited);
});

test('a worker of a cluster that dies is named in the log, and the others go on', async () => {
  const server = await startServer('cluster', OPTIONS);
  const victim = groupMembers(server.pid).find((pid) => pid !== server.pid) ?? 0;
  process.kill(victim, 'SIGKILL');
  await vi.waitFor(() => expect(existsSync(`/proc/${victim}`)).toBe(false)); // reaped: it is known
  expect(String(await echoOnce(server.address, Buffer.from('still here')))).toBe('still here');
  const exit = await server.stop();
  expect(exit.stderrTail).toContain(`pid ${victim}`);
});

test('every connection of a strategy with workers is counted', async () => {
  for (const name of ['worker-threads', 'cluster']) {
    const strategy = await loadStrategy(name);
    if (strategy.unsupported(OPTIONS) !== null) continue;
    const server = await startServer(name, OPTIONS);
    for (let client = 0; client < 4; client++) await echoOnce(server.address, Buffer.from('1'));
    expect((await server.stop()).connectionsPerWorker, name).toEqual([2, 2]);
  }
});

describe.each(STRATEGY_NAMES)('%s', (name) => {
  test('dies with a parent that was killed', async (context) => {
    if ((await loadStrategy(name)).unsupported(OPTIONS) !== null)
      context.skip('not on this platform');
    const file = fileURLToPath(new URL('start-and-wait.ts', import.meta.url));
    const parent = spawn(process.execPath, [file, name, JSON.stringify(OPTIONS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const { pid, address } = JSON.parse(line);
    const client = await dial(address); // so that it has children or threads, if it ever has
    if (name !== 'one-shot') {
      const reply = readExactly(client, 1);
      client.write('1');
      await reply;
    }
    expect(groupMembers(pid).length).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    expect(await groupGone(pid, 10_000)).toBe(true);
    client.destroy();
  });
});

/** What a killed server leaves: a socket file that nobody listens on. */
function leaveSocketFile(path: string): void {
  const source = `require('node:net').createServer()
    .listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', source, path]);
}
