import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GateResult, gateResultSchema } from '../../results/gate-result.ts';
import { findProcesses } from './live-processes.ts';
import { runCli, startCli, temporaryFolder } from './run-cli.ts';

/** Of this file alone, so that what is left behind is ours. */
const temporary = temporaryFolder();
process.env.TMPDIR = temporary;

/** Echoes after so many rounds of computation; dies at the first byte where it is told to. */
const server = (rounds: number, isFaulty = false): string => `
require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    ${isFaulty ? 'process.exit(9);' : ''}
    let sum = 0;
    for (let round = 0; round < ${rounds}; round += 1) sum = Math.imul(sum ^ round, 31);
    globalThis.sum = sum;
    socket.write(bytes);
  });
}).listen(process.env.PORT, '127.0.0.1');
`;

/** One test, which five pairs can decide, with budgets that only a gross change exceeds. */
const CONFIG = `export default {
  name: 'tiny',
  scenarios: [{ name: 'a', question: 'x', workload: { kind: 'conversation' }, load: { loop: 'closed' } }],
  gate: {
    strategies: [{ name: 'mine', command: ['node', 'server.cjs'] }],
    metrics: ['cpu-per-message'], looks: [5], attempts: 1, patience: '0ms', connections: 4, warmup: '30ms', measure: '150ms',
    budgets: { 'cpu-per-message': { worseBy: '60%', passBelow: '200%' } },
  },
};
`;

function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  return execFileSync('git', ['-C', folder, ...who, ...args], { encoding: 'utf8' });
}

function makeRepository(source: string): string {
  const folder = temporaryFolder();
  git(folder, 'init', '-q', '-b', 'main');
  writeFileSync(join(folder, 'server.cjs'), source);
  writeFileSync(join(folder, 'bench.config.mjs'), CONFIG);
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'first');
  return folder;
}

const ARGS = ['gate', '--base', 'main', '--config', 'bench.config.mjs', '--out', 'results'];

async function gate(folder: string, ...args: string[]) {
  const before = leftBehind();
  const { code, stdout, stderr } = await startCli([...ARGS, ...args], folder).result;
  expect(
    leftBehind().filter((name) => !before.includes(name)),
    stderr,
  ).toEqual([]);
  expect(git(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
  const result: GateResult = gateResultSchema.parse(
    JSON.parse(readFileSync(join(folder, 'results', 'gate.json'), 'utf8')),
  );
  return { code, stdout, stderr, result };
}

function leftBehind(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('echosounder-gate-'));
}

/** On a busy test machine a gate refuses pairs until nothing can be told, and says so. */
function expectVerdict(
  { code, result, stdout }: { code: number | null; result: GateResult; stdout: string },
  verdict: GateResult['verdict'],
): void {
  const isTooLoud = result.verdict === 'inconclusive' && result.refused.length > 0;
  if (!isTooLoud) expect(result.verdict, stdout).toBe(verdict);
  expect(code).toBe({ pass: 0, regression: 1, inconclusive: 3 }[result.verdict]);
}

describe.skipIf(process.platform !== 'linux')('a gate of a real server', () => {
  test('passes what did not change, and finds its verdict again from its folder', async () => {
    const folder = makeRepository(server(2_000));
    const measured = await gate(folder, '--quiet');
    expectVerdict(measured, 'pass');
    expect(measured.stderr).toBe('');
    expect(measured.result.order.head.isDirty).toBe(false);
    const page = readFileSync(join(folder, 'results', 'report.html'), 'utf8');
    expect(page).toContain(`${measured.result.verdict.toUpperCase()}: `);
    const replayed = await startCli(['gate', '--replay', 'results', '--json', '-'], folder).result;
    expect(measured.stdout.startsWith(replayed.stderr)).toBe(true);
    expect(JSON.parse(replayed.stdout)).toEqual(measured.result);
    expect(replayed.code).toBe(measured.code);
    const strict = await startCli(['gate', '--replay', 'results', '--strict'], folder).result;
    expect(strict.code).toBe(measured.code === 0 ? 0 : 1);
  }, 60_000);

  test('fails a head that computes ten times as much, whether committed or not', async () => {
    const folder = makeRepository(server(2_000));
    writeFileSync(join(folder, 'server.cjs'), server(60_000));
    const measured = await gate(folder);
    expectVerdict(measured, 'regression');
    expect(measured.result.order.head.isDirty).toBe(true);
    if (measured.code === 1) {
      expect(measured.stdout).toMatch(/^REGRESSION: mine, CPU per message worse by \+/);
    }
  }, 60_000);

  test('fails a head that dies where base does not, however loud the host is', async () => {
    const folder = makeRepository(server(1));
    writeFileSync(join(folder, 'server.cjs'), server(1, true));
    const { code, stdout } = await gate(folder);
    expect(stdout).toMatch(/^REGRESSION: mine: head failed: incomplete: the server died/);
    expect(code).toBe(1);
  }, 60_000);

  test('can not compare with a base that dies: exit 3', async () => {
    const folder = makeRepository(server(1, true));
    writeFileSync(join(folder, 'server.cjs'), server(1));
    const { code, stdout } = await gate(folder);
    expect(stdout).toMatch(/base can't be measured: .* is incomplete: the server died/s);
    expect(code).toBe(3);
  }, 60_000);

  test('can not compare with a base that is never ready: exit 3, in every format', async () => {
    const folder = makeRepository(server(1));
    const config = CONFIG.replace(
      'metrics:',
      "prepare: ['sh', '-c', 'echo no luck; exit 4'], metrics:",
    );
    writeFileSync(join(folder, 'bench.config.mjs'), config);
    const { code, stdout, result } = await gate(folder, '--junit', 'results/junit.xml');
    expect(stdout).toMatch(/base could not be prepared: .*ended with 4: no luck/s);
    expect(code).toBe(3);
    expect(result.cells[0]?.obstacle).toContain('no luck');
    expect(readFileSync(join(folder, 'results', 'junit.xml'), 'utf8')).toContain('skipped="1"');
    const strict = await startCli(['gate', '--replay', 'results', '--strict'], folder).result;
    expect(strict.code).toBe(1);
  }, 60_000);

  test('keeps what it measured when interrupted, and leaves no worktree or process', async () => {
    const folder = makeRepository(server(1));
    const cli = startCli(ARGS, folder, 'ignore', true);
    await cli.printed('stderr', /^\[1\] /m);
    cli.interrupt();
    const { code, stdout } = await cli.result;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^INCONCLUSIVE \(it was broken off\)/);
    expect(existsSync(join(folder, 'results', 'gate.json'))).toBe(true);
    expect(git(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(findProcesses(folder)).toEqual([]);
  }, 60_000);
});

describe('a gate that can not be run', () => {
  test('for want of a commit, of a repository, of a gate or of a name: exit 2', async () => {
    const folder = makeRepository(server(1));
    const tell = async (...args: string[]) => {
      const { code, stderr } = await startCli(['gate', ...args], folder).result;
      expect([code, args]).toEqual([2, args]);
      return stderr;
    };
    const config = ['--config', 'bench.config.mjs'];
    expect(await tell('--base', 'mian', ...config)).toMatch(/'mian' is no commit/);
    expect(await tell(...config)).toMatch(/--base main/);
    expect(await tell('--base', 'main', '--only', 'mime', ...config)).toMatch(/mean 'mine'/);
    expect(await tell('--base', 'main', '--replay', 'x')).toMatch(/take one/);
    writeFileSync(join(folder, 'few.mjs'), CONFIG.replace('looks: [5]', 'looks: [4]'));
    expect(await tell('--base', 'main', '--config', 'few.mjs')).toMatch(/takes 5 pairs or more/);
    expect(await tell('--replay', 'nowhere')).toMatch(/there is no/);
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'bench.config.mjs'), CONFIG);
    const { code, stderr } = await startCli(ARGS, outside).result;
    expect([code, stderr]).toEqual([2, expect.stringContaining('git repository')]);
  }, 30_000);

  test('again from a folder that is none, or is damaged: exit 3', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'run.json'), '{"schema": 1');
    writeFileSync(join(folder, 'trials.jsonl'), '');
    const { code, stderr } = await runCli('gate', '--replay', folder);
    expect([code, stderr]).toEqual([3, expect.stringContaining('is no run header')]);
  });
});

test('a gate whose output could not be written is not begun, and leaves no folder: exit 4', async () => {
  const folder = makeRepository(server(1));
  const { code, stderr } = await startCli([...ARGS, '--json', 'absent/x.json'], folder).result;
  expect([code, stderr]).toEqual([4, expect.stringMatching(/cannot write absent\/x.json/)]);
  expect(readdirSync(folder).toSorted()).toEqual(['.git', 'bench.config.mjs', 'server.cjs']);
});

describe('a gate beside a stored run', () => {
  const config = `export default { name: 'tiny', repetitions: 5, scenarios: [{
    name: 'a', question: 'x', strategies: ['event-loop'], workload: { kind: 'conversation' },
    load: { loop: 'closed', connections: 2 }, warmup: '20ms', measure: '80ms',
  }] };`;

  test('says what it can, and never that there is a regression or none', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bench.config.mjs'), config);
    const named = ['--config', 'bench.config.mjs'];
    await startCli(['run', ...named, '--out', 'before'], folder).result;
    const args = ['gate', '--baseline', 'before', ...named];
    const measured = startCli([...args, '--out', 'after', '--quiet'], folder);
    const { code, stdout, stderr } = await measured.result;
    expect(stderr).toBe('');
    // A busy test machine may leave no five complete trials, or slow the second run down.
    expect(stdout).toMatch(/^(WITHIN-RANGE|SUSPECT|NOT-COMPARABLE): against .*tiny, /);
    expect(code).toBe(stdout.startsWith('WITHIN-RANGE') ? 0 : 3);
    const kept = (name: string) => readFileSync(join(folder, 'after', name), 'utf8');
    expect(JSON.parse(kept('baseline.json')).verdict).toBe(stdout.split(':')[0]?.toLowerCase());
    expect(kept('report.html')).toContain('<h1>tiny</h1>');

    const file = join(folder, 'before', 'trials.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`);
    const short = await startCli(args, folder).result;
    expect([short.code, short.stdout]).toEqual([
      3,
      expect.stringMatching(/^NOT-COMPARABLE.*3 of 5/s),
    ]);
    writeFileSync(file, lines.join('\n').slice(0, -20));
    expect((await startCli(args, folder).result).stdout).toMatch(/^NOT-COMPARABLE/);
    writeFileSync(file, lines.join('\n'));
    const run = join(folder, 'before', 'run.json');
    const foreign = readFileSync(run, 'utf8').replace(/"kernel": "[^"]*"/, '"kernel": "4.4"');
    writeFileSync(run, foreign);
    const other = await startCli(args, folder).result;
    expect([other.code, other.stdout]).toEqual([3, expect.stringContaining('kernel: 4.4 then')]);
    writeFileSync(run, '{');
    expect((await startCli(args, folder).result).code).toBe(3);
    expect((await startCli(['gate', '--baseline', 'nowhere', ...named], folder).result).code).toBe(
      2,
    );
  }, 60_000);
});
