import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DEMOS } from '../demos/registry.ts';
import { loadConfig } from '../harness/config/load-config.ts';
import { STRATEGY_NAMES } from '../servers/registry.ts';
import { SERVICE_NAMES } from '../servers/services/registry.ts';
import * as names from '../sockets/names.ts';
import { Socket } from '../sockets/socket.ts';
import * as errors from '../sockets/socket-error.ts';
import { startCli, temporaryFolder } from './cli/run-cli.ts';
import { configDefaults, documentedKeys } from './config-reference.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function readDocument(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

/** All in `docs/`, those of decisions too. */
const DOCUMENTS = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

/** Lines of the fenced blocks, without the remarks behind them. */
function commandsOf(document: string): string[] {
  const blocks = [...document.matchAll(/^```\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/\s{2,}.*$/, ''));
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A small experiment of the same name as the real one, for commands that run `bench.config.ts`. */
const TINY = {
  name: 'Tiny',
  repetitions: 1,
  gate: {
    strategies: [{ name: 'mine', command: ['node', 'server.cjs'] }],
    metrics: ['p50'],
    looks: [2],
    alpha: 0.5,
    attempts: 1,
    patience: '0ms',
    warmup: '20ms',
    measure: '50ms',
  },
  scenarios: [
    {
      name: 'talk',
      question: 'Who answers?',
      strategies: ['thread-per-connection', 'event-loop'],
      workload: { kind: 'conversation' },
      load: { loop: 'closed', connections: 2 },
      warmup: '50ms',
      measure: '100ms',
    },
  ],
};

/** What the README gates: a server of a repository with one commit. */
function makeRepository(folder: string): void {
  const echo = "require('net').createServer((s) => s.pipe(s)).listen(process.env.PORT)";
  writeFileSync(join(folder, 'server.cjs'), echo);
  const git = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', folder];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '.'],
    ['commit', '-qm', 'first'],
  ]) {
    execFileSync('git', [...git, ...args]);
  }
}

/** A search takes some twenty trials of two seconds: here a few that come to nothing will do. */
const SHORT_PROBES = ['-d', '50ms', '--warmup', '20ms', '-c', '2', '--search', 'p50<1us'];

describe('the README', () => {
  const readme = readDocument('README.md');

  test('its echosounder commands work, top to bottom, in a new folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bench.config.ts'), `export default ${JSON.stringify(TINY)};\n`);
    mkdirSync(join(folder, 'runs'));
    makeRepository(folder);
    const commands = commandsOf(readme)
      .filter((line) => line.startsWith('npx echosounder '))
      .map((line) => line.replaceAll("'", '').split(/\s+/).slice(2))
      .map((args) => (args.includes('--search') ? [...args, ...SHORT_PROBES] : args))
      // The whole of it takes a minute.
      .map((args) => (args[0] === 'selftest' ? [...args, '--only', 'merging'] : args));
    expect(commands.length).toBeGreaterThan(6);
    const servers: ReturnType<typeof startCli>[] = [];
    const ports = new Map<string, string>();
    for (const written of commands) {
      const [, port] = /\b(700[78])\b/.exec(written.join(' ')) ?? [];
      // Only now: clients of the loads before may have taken what was free in the beginning.
      if (port !== undefined && !ports.has(port)) ports.set(port, String(await findFreePort()));
      const args = written.map((arg) =>
        arg.replace(/\b700[78]\b/, (name) => ports.get(name) ?? ''),
      );
      const cli = startCli(args, folder);
      if (args[0] === 'serve') {
        servers.push(cli);
        await cli.printed('stdout', /^listening/);
        continue;
      }
      const { code, stderr } = await cli.result;
      // On a busy machine a trial may be invalid; a command that is not understood exits with 2.
      expect([0, 3], `${args.join(' ')}: ${stderr}`).toContain(code);
    }
    for (const server of servers) {
      server.process.kill('SIGTERM');
      expect((await server.result).code).toBe(0);
    }
  }, 180_000);
});

test('the table of strategies in the README has all of them, in the order of learning', () => {
  const rows = [...readDocument('README.md').matchAll(/^\| `([a-z-]+)` \|/gm)];
  expect(rows.map(([, name]) => name)).toEqual(STRATEGY_NAMES);
});

test('decisions are numbered in turn, and each says its number', () => {
  const files = readdirSync(join(ROOT, 'docs/decisions')).sort();
  const numbers = files.map((_, index) => String(index + 1).padStart(4, '0'));
  expect(files.map((file) => file.slice(0, 4))).toEqual(numbers);
  const headings = files.map((file) => readDocument(join('docs/decisions', file)).slice(2, 7));
  expect(headings).toEqual(numbers.map((number) => `${number}:`));
});

describe('the reference of bench.config.ts', () => {
  const reference = readDocument('docs/config.md');
  const documented = documentedKeys(reference);
  const defaults = configDefaults();

  test('has every key of the config at its place, and no other', () => {
    expect([...documented.keys()].sort()).toEqual([...defaults.keys()].sort());
  });

  test('has the defaults that the config has', () => {
    const wrong = [...defaults].filter(
      ([key, values]) => !values.every((value) => documented.get(key)?.includes(`\`${value}\``)),
    );
    expect(wrong).toEqual([]);
  });

  test('shows a config that is right, with every workload', async () => {
    const [, example = ''] = /^```ts\n(.*?)^```/ms.exec(reference) ?? [];
    const file = join(temporaryFolder(), 'example.config.mjs');
    const ours = pathToFileURL(join(ROOT, 'index.ts')).href;
    writeFileSync(file, example.replace("'echosounder'", `'${ours}'`));
    const kinds = (await loadConfig(file)).scenarios.map(({ workload }) => workload.kind);
    expect(kinds.sort()).toEqual(['chat', 'churn', 'conversation', 'greet', 'stream']);
  });
});

describe('the way from the tutorials', () => {
  const way = readDocument('docs/tutorials.md');

  test('names only servers and demos that there are, and all strategies and demos', () => {
    const served = [...way.matchAll(/`serve ([a-z-]+)(?: --service ([a-z-]+))?/g)];
    const strategies = new Set(served.map(([, strategy = '']) => strategy));
    expect([...strategies].sort()).toEqual([...STRATEGY_NAMES].sort());
    const services = served.flatMap(([, , service]) => (service === undefined ? [] : [service]));
    expect(SERVICE_NAMES).toEqual(expect.arrayContaining(services));
    const demos = [...way.matchAll(/`demo ([a-z-]+)`/g)].map(([, demo]) => demo);
    expect(demos.sort()).toEqual(DEMOS.map(({ name }) => name).sort());
  });

  test('names only calls that sockets have', () => {
    const members = [
      ...Object.getOwnPropertyNames(Socket.prototype),
      ...Object.keys({ ...names, ...errors }),
    ];
    const rows = way.slice(way.indexOf('| in Python')).split('\n').slice(2);
    const ours = rows.flatMap((row) => [
      ...(row.split(/(?<!\\)\|/)[2] ?? '').matchAll(/`([a-zA-Z]+)`/g),
    ]);
    expect(ours.length).toBeGreaterThan(15);
    expect(members).toEqual(expect.arrayContaining(ours.map(([, name]) => name)));
  });

  test('shows a program that works', () => {
    const [, example = ''] = /^```ts\n(.*?)^```/ms.exec(way) ?? [];
    const file = join(temporaryFolder(), 'example.ts');
    const ours = pathToFileURL(join(ROOT, 'sockets/socket.ts')).href;
    writeFileSync(file, example.replace('../sockets/socket.ts', ours));
    expect(execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim()).toBe('hello');
  });
});

describe.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...DOCUMENTS])('%s', (name) => {
  const document = readDocument(name);

  test('names only scripts that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readDocument('package.json'),
    );
    const named = [...document.matchAll(/npm run ([a-z:]+)/g)].map(([, script = '']) => script);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test('links only to what is there, and shows only that', () => {
    const links = [
      ...document.matchAll(/\]\(([^)#]+)[^)]*\)/g),
      ...document.matchAll(/\s(?:src|srcset)="([^"]+)"/g),
    ].map(([, link = '']) => link);
    const broken = links.filter(
      (link) => !link.includes('://') && !existsSync(join(ROOT, dirname(name), link)),
    );
    expect(broken).toEqual([]);
  });

  test('names only files and folders of ours that are there', () => {
    const named = [...document.matchAll(/`((?:[a-z-]+\/)+[a-z-]*(?:\.[a-z.]+)?)`/g)];
    const missing = named
      .map(([, path = '']) => path)
      .filter(
        (path) => !['runs/', 'runs/mine/', 'node_modules/'].some((own) => path.startsWith(own)),
      )
      .filter((path) => !existsSync(join(ROOT, path)));
    expect(missing.filter((path) => path.includes('/'))).toEqual([]);
  });
});
