import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CliResult, runCli, startCli, temporaryFolder } from './run-cli.ts';
import { listenTcp, listenUdp, nobody, startBuiltIn } from './talk-partners.ts';

/** What `printf INPUT | echosounder talk ...` gives. */
function pipe(input: string, ...args: readonly string[]): Promise<CliResult> {
  const cli = startCli(['talk', ...args], undefined, 'pipe');
  cli.process.stdin?.end(input);
  return cli.result;
}

describe('talk, through pipes', () => {
  test('a line in, the reply out, both addresses told: exit 0', async () => {
    const target = await startBuiltIn('event-loop');
    const { code, stdout, stderr } = await pipe('hello\nGrüße\n', target);
    expect(stdout).toBe('hello\nGrüße\n');
    expect(stderr).toMatch(/^connected: tcp:\/\/127\.0\.0\.1:\d+ -> /);
    expect(stderr).toContain(`-> ${target}\n`);
    expect(stderr).toMatch(/\nthe server hung up\n$/);
    expect(code).toBe(0);
  });

  test('q quits, and what follows is not sent', async () => {
    const target = await startBuiltIn('event-loop');
    const { code, stdout, stderr } = await pipe('one\nq\ntwo\n', target);
    expect(stdout).toBe('one\n');
    expect(stderr).not.toContain('hung up');
    expect(code).toBe(0);
  });

  test('over a unix socket', async () => {
    const path = join(temporaryFolder(), 'talk.sock');
    const target = await startBuiltIn('event-loop', { listen: { transport: 'unix', path } });
    const { code, stdout, stderr } = await pipe('hello\n', target);
    expect(stdout).toBe('hello\n');
    expect(stderr).toContain(`a unix socket without a name -> unix://${path}`);
    expect(code).toBe(0);
  });

  test('a server that speaks first is heard by a user who says nothing', async () => {
    const target = await startBuiltIn('event-loop', { service: 'greet' });
    const { code, stdout } = await pipe('', target);
    expect(stdout).toBe('Thank you for connecting');
    expect(code).toBe(0);
  });

  test('a server that hangs up ends it, though the user could say more: exit 0', async () => {
    const target = await listenTcp((client) => client.end('bye\n'));
    const cli = startCli(['talk', target], undefined, 'pipe');
    const { code, stdout, stderr } = await cli.result;
    expect(stdout).toBe('bye\n');
    expect(stderr).toMatch(/\nthe server hung up\n$/);
    expect(code).toBe(0);
  });

  test('a server that neither answers nor hangs up is not waited for for ever: exit 0', async () => {
    const target = await listenTcp((client) => client.resume());
    const { code, stdout, stderr } = await pipe('hello?\n', target, '--timeout', '100ms');
    expect(stdout).toBe('');
    expect(stderr).toContain('no reply within 0.1 s: the server may be serving others');
    expect(code).toBe(0);
  });

  test('a server that breaks off is told: exit 3', async () => {
    const target = await listenTcp((client) => {
      client.once('data', () => client.resetAndDestroy());
    });
    const { code, stderr } = await pipe('hello\n', target);
    expect(stderr).toMatch(/the server broke off the connection \((ECONNRESET|EPIPE)\)/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(3);
  });

  test('control characters of a server reach no terminal', async () => {
    const target = await listenTcp((client) => client.end('\x1b]0;root\x07\x1b[2Jhi\n'));
    const { stdout } = await pipe('', target);
    expect(stdout).toBe('\\x1b]0;root\\x07\\x1b[2Jhi\n');
  });

  test('a reader that leaves ends it, however much the server has to say', async () => {
    const target = await listenTcp((client) => {
      const more = (): void => {
        while (client.write('more and more\n'.repeat(1000)));
      };
      client.on('drain', more);
      more();
    });
    const cli = startCli(['talk', target], undefined, 'pipe');
    await cli.printed('stdout', /more/);
    cli.process.stdout?.destroy();
    expect((await cli.result).code).toBe(0);
  });
});

test('a reader that does not read holds the server back: talk keeps no flood', async () => {
  const TOO_MUCH = 200e6;
  let flood: Socket | undefined;
  const target = await listenTcp((client) => {
    flood = client;
    const more = (): void => {
      while (
        client.bytesWritten < TOO_MUCH &&
        client.write(Buffer.alloc(65_536, 'more and more\n'))
      );
    };
    client.on('drain', more);
    more();
  });
  const cli = startCli(['talk', target], undefined, 'pipe');
  cli.process.stdout?.pause();
  let before = -1;
  const hasStopped = (): boolean => {
    const now = flood?.bytesWritten ?? 0;
    const isSame = now > 0 && now === before;
    before = now;
    return isSame;
  };
  await expect.poll(hasStopped, { timeout: 20_000, interval: 500 }).toBe(true);
  cli.process.kill('SIGKILL');
  await cli.result;
  expect(before).toBeLessThan(TOO_MUCH);
});

describe('talk, by datagrams', () => {
  test('a line in, the reply out: exit 0', async () => {
    const target = await listenUdp((bytes) => bytes);
    const { code, stdout, stderr } = await pipe('hello\nworld\n', target);
    expect(stdout).toBe('hello\nworld\n');
    expect(stderr).toMatch(/^datagrams, without a connection, udp:\/\/127\.0\.0\.1:\d+ -> udp/);
    expect(code).toBe(0);
  });

  test('a datagram without a reply may be lost, and the next is sent all the same: exit 3', async () => {
    const target = await listenUdp((bytes) => (bytes.toString() === 'one\n' ? null : bytes));
    const { code, stdout, stderr } = await pipe('one\ntwo\n', target, '--timeout', '200ms');
    expect(stderr).toContain('no reply within 0.2 s: a datagram may be lost\n');
    expect(stdout).toBe('two\n');
    expect(code).toBe(3);
  });

  test('a line that no datagram holds is told: exit 3', async () => {
    const target = await listenUdp((bytes) => bytes);
    const { code, stderr } = await pipe(`${'x'.repeat(70_000)}\n`, target);
    expect(stderr).toMatch(/too long for one datagram \(EMSGSIZE\)/);
    expect(code).toBe(3);
  });
});

describe('talk, where nobody is', () => {
  test.each(['tcp', 'udp'] as const)('%s: says so: exit 3', async (transport) => {
    const target = await nobody(transport);
    const { code, stderr } = await pipe('hello\n', target);
    expect(stderr).toContain(`nobody listens at ${target} (ECONNREFUSED)`);
    expect(code).toBe(3);
  });

  test('a socket file that is not there: exit 3', async () => {
    const { code, stderr } = await pipe('', `unix://${join(temporaryFolder(), 'absent.sock')}`);
    expect(stderr).toMatch(/there is no socket file at unix:.*ENOENT/);
    expect(code).toBe(3);
  });

  test.each([
    ['event-loop', /'event-loop' is not an address: write tcp:/],
    ['tcp://192.0.2.1:7', /--allow-target 192\.0\.2\.1\/32/],
  ])('%s: exit 2', async (target, said) => {
    const { code, stderr, stdout } = await runCli('talk', target);
    expect(stderr).toMatch(said);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
