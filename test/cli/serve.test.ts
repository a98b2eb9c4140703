import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../protocol/address.ts';
import { exchangeOnce } from '../servers/test-datagrams.ts';
import { testWith } from '../system-program.ts';
import { findProcesses } from './live-processes.ts';
import { startCli, temporaryFolder } from './run-cli.ts';

const testWithNc = testWith('nc', 'netcat-openbsd');

async function listening(cli: ReturnType<typeof startCli>) {
  const [, url = ''] = await cli.printed('stdout', /^listening (\S+)\n/);
  return parseAddress(url);
}

/** What nc hears when it says one line and waits for the end of the stream. */
function askWithNc(args: readonly string[], words: string): Promise<string> {
  return new Promise((resolve) => {
    const nc = spawn('nc', ['-N', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    let heard = '';
    nc.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    nc.on('close', () => resolve(heard));
    nc.stdin.on('error', () => {}); // a server that hangs up first leaves nobody to tell
    nc.stdin.end(words);
  });
}

describe('serve', () => {
  for (const strategy of ['connection-loop', 'conversation-loop', 'event-loop', 'cluster']) {
    testWithNc(`${strategy} is understood by nc, and SIGTERM ends it with exit 0`, async () => {
      const cli = startCli(['serve', strategy]);
      const address = await listening(cli);
      if (address.transport === 'unix') throw new Error('a TCP address was asked for');
      const heard = await askWithNc([address.host, String(address.port)], 'hello\n');
      cli.process.kill('SIGTERM');
      const { code, stdout } = await cli.result;
      expect(heard).toBe('hello\n');
      expect(stdout).toMatch(/^listening \S+\n$/);
      expect(code).toBe(0);
    });
  }

  for (const strategy of ['process-per-connection', 'thread-per-connection', 'worker-threads']) {
    testWithNc(`${strategy} runs a chat room that nc can join`, async () => {
      const cli = startCli(['serve', strategy, '--service', 'chat']);
      const address = await listening(cli);
      if (address.transport === 'unix') throw new Error('a TCP address was asked for');
      const heard = await askWithNc([address.host, String(address.port)], 'JOIN tea ann\nWHO\n');
      cli.process.kill('SIGTERM');
      expect(heard).toBe('JOINED tea ann 1\nPRESENT ann\n');
      expect((await cli.result).code).toBe(0);
    });
  }

  testWithNc('greets over a unix socket, and leaves no socket file', async () => {
    const path = join(temporaryFolder(), 'greet.sock');
    const cli = startCli([
      'serve',
      'event-loop',
      '--service',
      'greet',
      '--transport',
      'unix',
      '--path',
      path,
    ]);
    await listening(cli);
    const heard = await askWithNc(['-U', path], '');
    cli.process.kill('SIGINT');
    const { code } = await cli.result;
    expect(heard).toBe('Thank you for connecting');
    expect(existsSync(path)).toBe(false);
    expect(code).toBe(0);
  });

  for (const [strategy, signal] of [
    ['conversation-loop', 'SIGTERM'],
    ['event-loop', 'SIGINT'],
    ['cluster', 'SIGTERM'],
  ] as const) {
    test(`${strategy} answers datagrams, and ${signal} ends it with exit 0`, async () => {
      const cli = startCli(['serve', strategy, '--transport', 'udp']);
      const address = await listening(cli);
      expect(String(await exchangeOnce(address, Buffer.from('hello')))).toBe('hello');
      cli.process.kill(signal);
      const { code, stdout } = await cli.result;
      expect(stdout).toMatch(/^listening udp:\/\/127\.0\.0\.1:\d+\n$/);
      expect(code).toBe(0);
    });
  }

  test('a strategy that needs connections refuses datagrams with its reason', async () => {
    const { code, stderr } = await startCli(['serve', 'worker-pool', '--transport', 'udp']).result;
    expect(stderr).toContain('worker-pool does not serve udp: nothing can make senders wait');
    expect(code).toBe(2);
  });

  test('options of connections are refused with datagrams', async () => {
    for (const option of [
      ['--backlog', '5'],
      ['--distribution', 'shared-handle'],
      ['--path', 'x'],
    ]) {
      const { code, stderr } = await startCli([
        'serve',
        'event-loop',
        '--transport',
        'udp',
        ...option,
      ]).result;
      expect(stderr).toContain(option[0]);
      expect(code).toBe(2);
    }
  });

  test('a SIGKILLed serve takes its server with it', async () => {
    const path = join(temporaryFolder(), 'orphan.sock');
    const cli = startCli(['serve', 'event-loop', '--transport', 'unix', '--path', path]);
    await listening(cli);
    expect(findProcesses(path).length).toBeGreaterThan(1);
    cli.process.kill('SIGKILL');
    await cli.result;
    await expect.poll(() => findProcesses(path), { timeout: 10_000 }).toEqual([]);
  });
});
