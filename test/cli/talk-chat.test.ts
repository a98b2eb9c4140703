import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testWith } from '../system-program.ts';
import { openTerminal } from './pseudo-terminal.ts';
import { type CliResult, type RunningCli, runCli, startCli, temporaryFolder } from './run-cli.ts';
import { listenTcp, nobody, startBuiltIn } from './talk-partners.ts';

const testOnTerminal = testWith('script', 'bsdutils');

function startTalker(target: string, name: string, ...options: readonly string[]): RunningCli {
  return startCli(['talk', target, '--chat', 'tea', '--name', name, ...options], undefined, 'pipe');
}

/** A talker who says nothing more than `input`. */
function talkOnce(target: string, name: string, input: string): Promise<CliResult> {
  const cli = startTalker(target, name);
  cli.process.stdin?.end(input);
  return cli.result;
}

/** A server that lets anybody in, and then does what the test wants; `JOIN` is what it was told. */
function listenHostile(serve: (client: Socket) => void): Promise<string> {
  return listenTcp((client) => {
    client.once('data', () => {
      client.write('JOINED tea ann 2\n');
      serve(client);
    });
  });
}

describe('a chat, through pipes', () => {
  test('what one says another hears, with who came and left beside it: exit 0', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const bob = startTalker(target, 'bob');
    await bob.printed('stderr', /in tea as bob: nobody else is here\n/);
    const ann = await talkOnce(target, 'ann', 'hello\n\n//who\nGrüße\n');
    expect(ann).toMatchObject({ code: 0, stdout: '' });
    expect(ann.stderr).toMatch(/^connected: tcp:.*\nin tea as ann: 2 are here\n$/);
    await bob.printed('stderr', /ann came\nann left\n/);
    bob.process.stdin?.end('/who\n');
    const { code, stdout, stderr } = await bob.result;
    expect(stdout).toBe('ann: hello\nann: /who\nann: Grüße\n');
    expect(stderr).toMatch(/ann left\nhere: bob\n$/);
    expect(code).toBe(0);
  });

  test('over a unix socket; q leaves, and what follows is not said', async () => {
    const path = join(temporaryFolder(), 'chat.sock');
    const listen = { transport: 'unix', path } as const;
    const target = await startBuiltIn('event-loop', { service: 'chat', listen });
    const bob = startTalker(target, 'bob');
    await bob.printed('stderr', /in tea as bob/);
    expect((await talkOnce(target, 'ann', 'one\nq\ntwo\n')).code).toBe(0);
    await bob.printed('stderr', /ann left/);
    bob.process.stdin?.end();
    expect(await bob.result).toMatchObject({ code: 0, stdout: 'ann: one\n' });
  });

  test('a name that is taken is told with what to do: exit 3', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const first = startTalker(target, 'ann');
    await first.printed('stderr', /in tea as ann/);
    const { code, stderr } = await runCli('talk', target, '--chat', 'tea', '--name', 'ann');
    expect(stderr).toContain('echosounder: ann is taken in tea: choose another name\n');
    expect(code).toBe(3);
    first.process.stdin?.end();
    expect((await first.result).code).toBe(0);
  });

  test('what nobody could hear is not sent, but told', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const { code, stderr } = await talkOnce(target, 'ann', `/dance\n${'x'.repeat(65_472)}\n`);
    expect(stderr).toMatch(/there is no such command: .*\/who/);
    expect(stderr).toMatch(/that was more than 65471 bytes: say it in several\n$/);
    expect(code).toBe(0);
  });

  test('the longest text there may be arrives whole', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const bob = startTalker(target, 'bob');
    await bob.printed('stderr', /in tea as bob/);
    const longest = 'x'.repeat(65_471);
    expect((await talkOnce(target, 'a'.repeat(32), `${longest}\n`)).code).toBe(0);
    await bob.printed('stderr', /a left/);
    bob.process.stdin?.end();
    expect((await bob.result).stdout).toBe(`${'a'.repeat(32)}: ${longest}\n`);
  });
});

describe('a chat with a server that is not what it should be', () => {
  test('missing and repeated messages are told', async () => {
    const target = await listenHostile((client) => {
      client.end('CAME bob\nSAID bob 1 one\nSAID bob 4 four\nSAID bob 4 four\n');
    });
    const { code, stdout, stderr } = await talkOnce(target, 'ann', '');
    expect(stdout).toBe('bob: one\nbob: four\nbob: four\n');
    expect(stderr).toContain('2 messages of bob are missing\n');
    expect(stderr).toContain('message 4 of bob came again, or too late\n');
    expect(stderr).toMatch(/the server hung up\n$/);
    expect(code).toBe(0);
  });

  test('control characters are shown, not obeyed, wherever they stand', async () => {
    const target = await listenHostile((client) => {
      client.write('CAME b\x1b[2J\nSAID \x9b2J 1 a\x1b]0;root\x07\n\0\0\0\x04\x1b[2J\n');
      client.end('PRESENT \x1bc\nERROR \x1bc\u202e\nLEFT \x1bc\n');
    });
    const { stdout, stderr } = await talkOnce(target, 'ann', '');
    expect(stdout).toContain('a\\x1b]0;root\\x07');
    expect(stderr).toContain('here: \\x1bc');
    const shown = `${stdout}${stderr}`.replaceAll('\n', '');
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each([
    ['refuses in words of its own', 'ERROR no\x1b[2J\n', /echosounder: no\\x1b\[2J\n$/],
    [
      'is no chat',
      'HTTP/1.1 400 Bad Request\n',
      /answered 'HTTP\/1\.1 400.*is it a chat service\?/,
    ],
    [
      'answers in frames',
      '\0\0\0\x10JOINED tea ann 2\n',
      /answered '\\x00.*JOINED tea ann 2' to JOIN/,
    ],
    ['says endless lines', 'x'.repeat(70_000), /the server sent a chat message of more than 65535/],
  ])('one that %s is told: exit 3', async (_what, answer, told) => {
    const target = await listenTcp((client) => void client.write(answer));
    const { code, stderr, stdout } = await runCli('talk', target, '--chat', 't', '--name', 'a');
    expect(stderr).toMatch(told);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  test('one that says nothing is not waited for for ever: exit 3', async () => {
    const target = await listenTcp((client) => client.resume());
    const { code, stderr } = await startTalker(target, 'ann', '--timeout', '100ms').result;
    expect(stderr).toMatch(/no answer to JOIN within 0\.1 s: is it a chat service\?/);
    expect(code).toBe(3);
  });

  test('one that hangs up before it let us in is told: exit 3', async () => {
    const target = await listenTcp((client) => client.end());
    const { code, stderr } = await startTalker(target, 'ann').result;
    expect(stderr).toMatch(/the server hung up before it let us in: is it a chat service\?/);
    expect(code).toBe(3);
  });

  test('one that breaks off is told, with what it may be: exit 3', async () => {
    const target = await listenHostile((client) => client.resetAndDestroy());
    const { code, stderr } = await startTalker(target, 'ann').result;
    expect(stderr).toMatch(/broke off the connection \(ECONNRESET\): .*read too slowly here/);
    expect(code).toBe(3);
  });

  test('one that floods is held back while nobody reads, and all it said is shown then', async () => {
    const messages = 20_000;
    const words = 'x'.repeat(1_000);
    let flood: Socket | undefined;
    const target = await listenHostile((client) => {
      flood = client;
      for (let index = 1; index <= messages; index += 1) client.write(`SAID b ${index} ${words}\n`);
      client.end();
    });
    const cli = startTalker(target, 'ann');
    cli.process.stdout?.pause();
    let before = -1;
    const hasStopped = (): boolean => {
      const isSame = flood !== undefined && flood.writableLength === before;
      before = flood?.writableLength ?? -1;
      return isSame;
    };
    await expect.poll(hasStopped, { timeout: 20_000, interval: 300 }).toBe(true);
    expect(before).toBeGreaterThan(0);
    cli.process.stdout?.resume();
    const { code, stdout, stderr } = await cli.result;
    expect(stdout.length).toBe(messages * (words.length + 'b: \n'.length));
    expect(stderr).not.toMatch(/missing|Warning/);
    expect(code).toBe(0);
  });

  test('one that reads nothing any more is not written to for ever: exit 3', async () => {
    const target = await listenHostile((client) => client.pause());
    const cli = startTalker(target, 'ann', '--timeout', '200ms');
    cli.process.stdin?.on('error', () => {}); // it leaves with words unread
    cli.process.stdin?.end(`${'x'.repeat(60_000)}\n`.repeat(300));
    const { code, stderr } = await cli.result;
    expect(stderr).toMatch(/the server read nothing for 0\.2 s: what was said last may be lost/);
    expect(code).toBe(3);
  });
});

describe('a chat that can not be', () => {
  test('nobody there: exit 3', async () => {
    const { code, stderr } = await talkOnce(await nobody('tcp'), 'ann', '');
    expect(stderr).toContain('nobody listens at');
    expect(code).toBe(3);
  });

  test.each([
    [['tcp://127.0.0.1:1', '--chat', 'tea'], /--chat needs to know who you are: add --name/],
    [['tcp://127.0.0.1:1', '--name', 'ann'], /--name is for a chat room: add --chat ROOM/],
    [['udp://127.0.0.1:1', '--chat', 'tea', '--name', 'a'], /--chat needs a connection/],
    [['tcp://127.0.0.1:1', '--chat', "'te a'", '--name', 'a'], /each take 1 to 32 letters/],
    [['tcp://127.0.0.1:1', '--chat', 'tea', '--name', 'a\x1b'], /each take 1 to 32 letters/],
  ])('%j: exit 2', async (args, told) => {
    const { code, stderr } = await runCli('talk', ...args);
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
  });
});

describe('a chat, on a terminal', () => {
  testOnTerminal('two talk; what comes is shown above the line being typed', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const ann = openTerminal(target, '--chat', 'tea', '--name', 'ann');
    await ann.shows(/\[2min tea as ann: nobody else is here \(\/help.*> /s);
    const bob = openTerminal(target, '--chat', 'tea', '--name', 'bob');
    await bob.shows(/in tea as bob: 2 are here.*> /s);
    await ann.shows(/\[2mbob came.*\r\n.*> /s);

    ann.type('half a');
    await ann.shows(/half a/);
    bob.type('hello\r');
    await ann.shows(/bob: hello\r\n.*> half a/s);
    ann.type(' line\r');
    await bob.shows(/ann: half a line\r\n.*> /s);

    bob.type('/who\r');
    await bob.shows(/here: ann, bob/);
    bob.type('/help\r');
    await bob.shows(/\/who tells who is here.*> /s);
    bob.type('\x04');
    await ann.shows(/bob left/);
    expect(await bob.ended).toBe(0);
    ann.type('q\r');
    expect(await ann.ended).toBe(0);
  });

  testOnTerminal('Ctrl-C breaks it off: exit 130', async () => {
    const target = await startBuiltIn('event-loop', { service: 'chat' });
    const ann = openTerminal(target, '--chat', 'tea', '--name', 'ann');
    await ann.shows(/in tea as ann.*> /s);
    ann.type('\x03');
    expect(await ann.ended).toBe(130);
  });
});
