import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

function writeConfig(name: string, config: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return file;
}

const scenario = {
  name: 'tiny',
  question: 'Does it work?',
  strategies: ['event-loop'],
  workload: { kind: 'conversation' },
  load: { loop: 'closed', connections: 2 },
  warmup: '50ms',
  measure: '100ms',
};

describe('bad input gets one clear sentence and the right exit code', () => {
  test.each([
    [['load', 'evnt-loop'], /did you mean 'event-loop'/],
    [['serve', 'evnt-loop'], /event-loop/],
    [['load', '127.0.0.1:7007'], /did you mean 'tcp:\/\/127\.0\.0\.1:7007'/],
    [['load', '[::1]:7007'], /did you mean 'tcp:\/\/\[::1\]:7007'/],
    [['load', '/run/echo.sock'], /did you mean 'unix:\/\/\/run\/echo\.sock'/],
    [['load', 'http://127.0.0.1:80'], /the replies of HTTP are not its messages/],
    [['load', 'event-loop', '--workload', 'churm'], /Did you mean churn\?/],
    [['serve', 'event-loop', '--service', 'ecoh'], /Did you mean echo\?/],
    [['load', 'event-loop', '-t', '1000'], /1000 load threads on \d+ CPUs? would wait/],
    [['load', 'tcp://127.0.0.1'], /is not an address/],
    [['load', 'tcp://192.0.2.1:80'], /--allow-target 192\.0\.2\.1\/32/],
    [['load', 'event-loop', '--duration', 'soon'], /500ms, 10s or 2m/],
    [['load', 'event-loop', '--durations', '1s'], /Did you mean --duration/],
    [['load', 'event-loop', '-c', '0'], /whole number/],
    [['load', 'udp://127.0.0.1:7', '-s', '16'], /at least 17 bytes, not 16/],
    [['load', 'udp://127.0.0.1:7', '-s', '70k'], /holds at most 65507 bytes/],
    [
      ['load', 'udp://127.0.0.1:7', '--workload', 'greet'],
      /their workload is conversation, not greet/,
    ],
    [['serve', 'event-loop', '--work-rounds', '9'], /--work-rounds is for the work service/],
    [
      ['serve', 'event-loop', '--service', 'work', '--work', '1ms', '--work-rounds', '9'],
      /--work and --work-rounds say the same/,
    ],
    [['load', 'event-loop', '--rooms', '2'], /--rooms is for --workload chat/],
    [['load', 'worker-pool', '--transport', 'udp'], /worker-pool does not serve udp: nothing can/],
    [['load', 'tcp://127.0.0.1:7', '--transport', 'udp'], /--transport is for built-in servers/],
    [['load', 'event-loop', '--service', 'chat'], /its workload is chat, not conversation/],
    [['load', 'event-loop', '--workload', 'chat', '-r', '9', '-c', '20'], /--connections follows/],
    [['load', 'event-loop', '--workload', 'chat'], /--workload chat needs --rate/],
    [
      ['load', 'event-loop', '--workload', 'chat', '-r', '9', '--members', '2', '--speakers', '3'],
      /--speakers: expected at most 2 speakers in a room of 2/,
    ],
    [
      ['load', 'event-loop', '--workload', 'chat', '-r', '9', '--slow-readers', '9'],
      /--slow-readers: expected at most 8 slow readers/,
    ],
    [
      ['load', 'conversation-loop', '--workload', 'chat', '-r', '9'],
      /chat needs several clients at a time, and conversation-loop serves one/,
    ],
    [
      ['load', 'udp://127.0.0.1:7', '--workload', 'chat', '-r', '9'],
      /their workload is conversation, not chat/,
    ],
    [['load', 'event-loop', '--workload', 'stream', '--service', 'work'], /take the service echo/],
    [['load', 'event-loop', '--service', 'greet'], /its workload is greet, not conversation/],
    [['load', 'event-loop', '--workload', 'greet', '--service', 'echo'], /take the service greet/],
    [['load', 'event-loop', '--workload', 'greet', '-s', '9'], /--size has no meaning/],
    [['load', 'event-loop', '-r', '1k', '-p', '4'], /--depth is for a closed loop/],
    [['load', 'event-loop', '--arrivals', 'constant'], /--arrivals is for an open loop/],
    [['load', 'event-loop', '-c', '100000'], /connections need .*, or take at most/],
    [['load', 'event-loop', '--ramp', '0'], /connections per second, such as 500 or 20k/],
    [['load', 'event-loop', '--search', 'p98<5ms'], /expected a bound such as p99<5ms: one of p50/],
    [['load', 'event-loop', '--search', 'p99<5ms', '-r', '1k'], /--rate cannot stand beside --sea/],
    [['load', 'event-loop', '--search', 'p99<5ms', '-p', '2'], /--depth cannot stand beside --sea/],
    [['load', 'event-loop', '--search', 'p99<5ms', '--html', 'x'], /--html shows one trial/],
    [
      ['load', 'event-loop', '--search', 'p99<5ms', '--workload', 'greet'],
      /its workload is conversation or churn, not greet/,
    ],
    [['load', 'tcp://127.0.0.1:9', '--service', 'echo'], /--service is for built-in servers/],
    [['load', 'event-loop', '--json', '-', '--html', '-'], /--json - and --html - would mix/],
    [['report', folder, '--csv', '-', '--junit', '-'], /--csv - and --junit - would mix/],
    [['serve', 'event-loop', '--path', 'x.sock'], /--path needs --transport unix/],
    [['serve', 'event-loop', '--port', '70000'], /Write a whole number from 0 to 65535\.\n/],
    [['demo', 'listen-que'], /did you mean 'listen-queue'/],
    [['demo', 'nonsense'], /there is no demo 'nonsense': there are listen-queue, /],
    [['demo', '--json'], /--json needs the name of a demo/],
    [['runn'], /Did you mean run/],
    [['run', '--config', 'absent.config.ts'], /no such file/],
    [['serve', 'event-loop', '--transport', 'unix'], /--path FILE/],
    [['report', join(folder, 'absent')], /absent/],
  ])('%j: exit 2', async (args, said) => {
    const { code, stderr, stdout } = await runCli(...args);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test.each([['report', 'a\u001b]0;title\u0007b'], ['load', 'tcp://\u009b2J'], ['runn\u001b[31m']])(
    'what steers a terminal is not passed on in %j: exit 2',
    async (...args) => {
      const { code, stderr } = await runCli(...args);
      expect(stderr).toContain('\ufffd');
      expect([...stderr].filter((sign) => sign !== '\n' && /\p{Cc}/u.test(sign))).toEqual([]);
      expect(code).toBe(2);
    },
  );

  test('every problem of a config is told at once, with what was received: exit 2', async () => {
    const config = writeConfig('wrong.config.ts', {
      name: 'wrong',
      repetitons: 3,
      scenarios: [
        { ...scenario, strategies: ['evnt-loop'] },
        { ...scenario, name: 'Big Name', measure: 'long' },
      ],
    });
    const { code, stderr } = await runCli('run', '--config', config);
    expect(stderr).toMatch(/repetitons: unknown key: did you mean 'repetitions'/);
    expect(stderr).toMatch(/scenarios\[1\]\.name: .*received "Big Name"/);
    expect(stderr).toMatch(/scenarios\[1\]\.measure: .*received "long"/);
    expect(code).toBe(2);
  });

  test('an unknown strategy in a config is told with the nearest name: exit 2', async () => {
    const config = writeConfig('unknown.config.ts', {
      name: 'unknown',
      scenarios: [{ ...scenario, strategies: ['evnt-loop'] }],
    });
    const { code, stderr } = await runCli('run', '--config', config);
    expect(stderr).toMatch(/scenarios\[0\]\.strategies\[0\]: .*did you mean 'event-loop'/);
    expect(code).toBe(2);
  });

  test('an unknown name in --only is told: exit 2', async () => {
    const config = writeConfig('only.config.ts', { name: 'only', scenarios: [scenario] });
    const { code, stderr } = await runCli('run', '--config', config, '--only', 'event-lop');
    expect(stderr).toMatch(/did you mean 'event-loop'/);
    expect(code).toBe(2);
  });

  test.each(['', ',', ' , '])("--only '%s' names nothing: exit 2", async (only) => {
    const config = writeConfig('only-nothing.config.ts', { name: 'only', scenarios: [scenario] });
    const { code, stderr } = await runCli('run', '--config', config, '--only', only);
    expect(stderr).toMatch(/names nothing: write --only/);
    expect(code).toBe(2);
  });

  test('an experiment of which nothing can run is told with the reasons: exit 2', async () => {
    const churn = { ...scenario, strategies: ['one-shot'], workload: { kind: 'churn' } };
    const config = writeConfig('nothing.config.ts', { name: 'nothing', scenarios: [churn] });
    const { code, stderr } = await runCli('run', '--config', config);
    expect(stderr).toMatch(/nothing to run.*\n.*one-shot serves one client and ends/);
    expect(code).toBe(2);
  });

  test('--only with a strategy that is left out is told why: exit 2', async () => {
    const strategies = ['one-shot', 'event-loop'];
    const churn = { ...scenario, strategies, workload: { kind: 'churn' } };
    const config = writeConfig('left-out.config.ts', { name: 'left-out', scenarios: [churn] });
    const { code, stderr } = await runCli('run', '--config', config, '--only', 'one-shot');
    expect(stderr).toMatch(/'one-shot' is left out here: one-shot serves one client and ends/);
    expect(code).toBe(2);
  });

  test('a config that ends the process is told: exit 2', async () => {
    const file = join(folder, 'exits.config.mjs');
    writeFileSync(file, 'process.exit(0);\n');
    const { code, stderr } = await runCli('run', '--config', file);
    expect(stderr).toMatch(/exits\.config\.mjs: it ended the process/);
    expect(code).toBe(2);
  });

  test('a config that awaits what never comes is given up: exit 2', async () => {
    const file = join(folder, 'waits.config.mjs');
    writeFileSync(file, 'setInterval(() => {}, 1e6);\nawait new Promise(() => {});\n');
    const { code, stderr } = await runCli('run', '--config', file);
    expect(stderr).toMatch(/waits\.config\.mjs: it was not done after 10 s/);
    expect(code).toBe(2);
  });

  test('an output folder that cannot be written is told before any load: exit 4', async () => {
    const config = writeConfig('output.config.ts', { name: 'output', scenarios: [scenario] });
    writeFileSync(join(folder, 'a-file'), '');
    const out = join(folder, 'a-file', 'run');
    const { code, stderr } = await runCli('run', '--config', config, '--out', out);
    expect(stderr).toMatch(/cannot write .*a-file/);
    expect(stderr).not.toMatch(/\[1\/5\]/);
    expect(code).toBe(4);
  });

  test('a folder that holds something is never written over: exit 4', async () => {
    const config = writeConfig('occupied.config.ts', { name: 'occupied', scenarios: [scenario] });
    const out = join(folder, 'occupied');
    mkdirSync(out);
    writeFileSync(join(out, 'precious'), '');
    const { code, stderr } = await runCli('run', '--config', config, '--out', out);
    expect(stderr).toMatch(/already holds something/);
    expect(code).toBe(4);
  });
});

describe('a port in use', () => {
  const holder = createServer();
  beforeAll(() => new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => holder.close(resolve)));

  test.each(['event-loop', 'conversation-loop'])('is told by %s: exit 2', async (strategy) => {
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await runCli('serve', strategy, '--port', String(port));
    expect(stderr).toMatch(/in use/);
    expect(code).toBe(2);
  });
});

test('a target that refuses connections is told before any load: exit 2', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => closed.close(resolve));
  const { code, stderr } = await runCli('load', `tcp://127.0.0.1:${port}`);
  expect(stderr).toMatch(/no server answers at .*ECONNREFUSED/);
  expect(code).toBe(2);
});
