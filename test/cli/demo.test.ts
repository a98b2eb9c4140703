import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { DEMOS } from '../../demos/registry.ts';
import { childrenOf, findProcesses } from './live-processes.ts';
import { runCli, startCli } from './run-cli.ts';

const MAIN = fileURLToPath(new URL('../../bin/echosounder.js', import.meta.url));

describe('demo', () => {
  test('without a name lists every trap with its sentence', async () => {
    const { code, stdout } = await runCli('demo');
    const told = stdout.replaceAll(/\s+/g, ' ');
    for (const { name, summary } of DEMOS) expect(told).toContain(`${name} ${summary}`);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('tells what it does, what it saw, the lesson and the cure: exit 0', async () => {
    const { code, stdout, stderr } = await runCli('demo', 'split-and-glued');
    expect(stdout).toMatch(/^split-and-glued: .*receives\..*4096 \+ .*Lesson: .*Cure: /s);
    expect(stdout).toMatch(/As expected on this machine: 5 of 5 checks\.\n$/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('gives the values as JSON', async () => {
    const { code, stdout } = await runCli('demo', 'datagram-loss', '--json');
    const { demo, values, claims } = JSON.parse(stdout);
    expect(demo).toBe('datagram-loss');
    expect(values.received).toBeLessThan(values.datagrams);
    expect(claims).toContainEqual({ claim: 'some datagrams are lost', holds: true });
    expect(code).toBe(0);
  });

  test('where there are no POSIX sockets says so: exit 3', async () => {
    const elsewhere = "Object.defineProperty(process,'platform',{value:'darwin'})";
    expect(await runAfter(elsewhere, 'demo', 'deadlock')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/deadlock can't be shown here: POSIX sockets need Linux/),
    });
  });

  test('where the trap was not seen says so: exit 3', async () => {
    const file = new URL('../../demos/split-and-glued.ts', import.meta.url).href;
    const unseen = `const { splitAndGlued } = await import('${file}');
      splitAndGlued.check = () => [{ claim: 'it is seen', holds: false }];`;
    expect(await runAfter(unseen, 'demo', 'split-and-glued')).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/NOT SEEN on this machine: it is seen\.\n$/),
    });
  });

  test('killed while a client of it is stopped, it leaves nothing behind', async () => {
    const mark = `demo-test-${process.pid}`;
    vi.stubEnv('ECHOSOUNDER_TEST_MARK', mark);
    const cli = startCli(['demo', 'vanished-client']);
    vi.unstubAllEnvs();
    const isStopped = () => childrenOf(cli.process.pid ?? 0).some(isStoppedProcess);
    await expect.poll(isStopped, { timeout: 20_000, interval: 5 }).toBe(true);
    cli.process.kill('SIGKILL');
    await cli.result;
    await expect.poll(() => findProcesses(mark), { timeout: 10_000 }).toEqual([]);
  });
});

function isStoppedProcess(pid: number): boolean {
  return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
}

/** Runs the command line in a process that ran something else first; it is meant to fail. */
function runAfter(code: string, ...args: readonly string[]): Promise<unknown> {
  const first = `data:text/javascript,${encodeURIComponent(code)}`;
  return promisify(execFile)(process.execPath, ['--import', first, MAIN, ...args]).catch(
    (error: unknown) => error,
  );
}
