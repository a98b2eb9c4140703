import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { groupGone, groupMembers } from '../../servers/hosting/process-group.ts';
import type { ServerCommand } from '../../servers/hosting/server-command.ts';
import { startCommand } from '../../servers/start-command.ts';
import { echoOnce } from './test-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'echosounder-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ECHO = "require('net').createServer((socket) => socket.pipe(socket))";
const TCP = { transport: 'tcp', host: '127.0.0.1', port: 0 } as const;

function inNode(script: string, changes: Partial<ServerCommand> = {}): ServerCommand {
  return {
    name: 'mine',
    command: [process.execPath, '-e', script, '--', '{port}', '{path}'],
    port: 'free',
    ready: 'port',
    ...changes,
  };
}

/** Starts it, has it echo once, stops it, and finds nothing left of it. */
async function expectEcho(server: ServerCommand, listen: Parameters<typeof startCommand>[1] = TCP) {
  const running = await startCommand(server, listen);
  expect(`${await echoOnce(running.address, Buffer.from('hello'))}`).toBe('hello');
  const exit = await running.stop();
  expect(groupMembers(running.pid)).toEqual([]);
  return { running, exit };
}

describe('a server that a command starts', () => {
  test('is told its port as an argument, and is ready when it takes a connection', async () => {
    const { exit } = await expectEcho(inNode(`${ECHO}.listen(process.argv[1], '127.0.0.1')`));
    expect(exit).toMatchObject({ signal: 'SIGTERM', forced: false, connectionsPerWorker: [] });
  });

  test('is told its port in PORT, and what else its environment has to hold', async () => {
    const script = `${ECHO}.listen(Number(process.env.OTHER) + Number(process.env.PORT), '127.0.0.1')`;
    await expectEcho(inNode(script, { env: { OTHER: '0' } }));
  });

  test('may say where it listens, in a line of its own', async () => {
    const script = `const s = ${ECHO}; s.listen(0, '127.0.0.1', () => { console.log('hello'); console.log('at tcp://127.0.0.1:' + s.address().port + ' now') })`;
    await expectEcho(inNode(script, { ready: { line: '^at (?<address>\\S+)' } }));
    const onStderr = `const s = ${ECHO}; s.listen(0, '127.0.0.1', () => console.error('port ' + s.address().port))`;
    await expectEcho(inNode(onStderr, { ready: { line: '^port (?<port>\\d+)$' } }));
  });

  test('may listen on a unix socket', async () => {
    const path = join(folder, 's');
    await expectEcho(inNode(`${ECHO}.listen(process.argv[2])`), { transport: 'unix', path });
  });

  test('is killed with its children where it does not end', async () => {
    const script = `process.on('SIGTERM', () => {}); require('child_process').spawn('sleep', ['60']); ${ECHO}.listen(process.argv[1], '127.0.0.1')`;
    const { exit } = await expectEcho(inNode(script));
    expect(exit.forced).toBe(true);
  });

  test('never waits for us to read what it prints, and its last words are kept', async () => {
    const script = `const s = ${ECHO}; s.listen(0, '127.0.0.1', () => { console.log('port ' + s.address().port); process.stdout.write('x'.repeat(1 << 20), () => process.exit(3)) })`;
    const server = inNode(script, { ready: { line: '^port (?<port>\\d+)$' } });
    const { exited } = await startCommand(server, TCP);
    expect(await exited).toMatchObject({ code: 3, stderrTail: 'x'.repeat(2048) });
  });

  test('ends with whoever started it, even by SIGKILL', async () => {
    const server = inNode(`${ECHO}.listen(process.argv[1], '127.0.0.1')`);
    const module = new URL('../../servers/start-command.ts', import.meta.url).href;
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { startCommand } = await import(${JSON.stringify(module)});
         console.log((await startCommand(${JSON.stringify(server)}, ${JSON.stringify(TCP)})).pid);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    expect(groupMembers(Number(line))).toHaveLength(1);
    parent.kill('SIGKILL');
    expect(await groupGone(Number(line), 5_000)).toBe(true);
  });
});

describe('a command that brings up no server is one clear error, and leaves nothing behind', () => {
  test('its program is not there', async () => {
    const server = inNode('', { command: ['no-such-program'] });
    await expect(startCommand(server, TCP)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('no-such-program'),
    });
  });

  test('it ends at once', async () => {
    const server = inNode("console.log('no licence'); process.exit(7)");
    await expect(startCommand(server, TCP)).rejects.toMatchObject({
      code: 'died',
      message: expect.stringMatching(/exit code 7.*no licence/s),
    });
  });

  test('it is never ready', async () => {
    const script = 'console.log(process.pid); setInterval(() => {}, 1000)';
    for (const ready of ['port', { line: 'ready' }] as const) {
      const failure = await startCommand(inNode(script, { ready }), TCP, {
        readyTimeoutMs: 700,
      }).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'not-ready',
        message: expect.stringMatching(/listen where it is told|look whether its words/),
      });
      const tail = String(Object(failure).stderrTail).trim();
      expect(groupMembers(Number(tail))).toEqual([]);
    }
  });

  test('it says that it listens on another machine', async () => {
    const script = "console.log('at tcp://192.0.2.1:80'); setInterval(() => {}, 1000)";
    const server = inNode(script, { ready: { line: '^at (?<address>\\S+)' } });
    await expect(startCommand(server, TCP)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/mine can't be followed.*192\.0\.2\.1.*not on this machine/),
    });
  });

  test('somebody else answers on its port', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startCommand(inNode('', { port }), TCP)).rejects.toMatchObject({
      code: 'address-in-use',
    });
    stranger.close();
  });
});
