import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepSelftest, keptSelftestPath, readKeptSelftest } from '../../results/kept-selftest.ts';
import { OutputError } from '../../results/output-error.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { makeSelftest } from './make-selftest.ts';

const { environment } = createSyntheticRun({ repetitions: 1 }).header;
const stateBefore = process.env.XDG_STATE_HOME;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'echosounder-test-'));
  process.env.XDG_STATE_HOME = folder;
});

afterEach(() => {
  if (stateBefore === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = stateBefore;
  rmSync(folder, { recursive: true, force: true });
});

function writeState(text: string): void {
  mkdirSync(dirname(keptSelftestPath()), { recursive: true });
  writeFileSync(keptSelftestPath(), text);
}

describe('the kept selftest', () => {
  test('comes back in short on the same machine, and leaves no other file', async () => {
    const selftest = makeSelftest(environment, { verdict: 'fail' });
    await keepSelftest(selftest);
    const { finishedAt, errorBudgetNs } = selftest;
    const checks = selftest.checks.map(({ name, verdict, reason }) => ({ name, verdict, reason }));
    const summary = { finishedAt, verdict: 'fail', errorBudgetNs, checks };
    expect(readKeptSelftest(environment)).toEqual({ selftest: summary });
    expect(readdirSync(dirname(keptSelftestPath()))).toEqual(['selftest.json']);
  });

  test('replaces the one before', async () => {
    await keepSelftest(makeSelftest(environment, { verdict: 'fail' }));
    await keepSelftest(makeSelftest(environment, { verdict: 'pass' }));
    expect(readKeptSelftest(environment).selftest?.verdict).toBe('pass');
  });

  test.each(['cpuModel', 'kernel', 'node', 'echosounder', 'arch'] as const)(
    'does not speak of a machine with another %s',
    async (key) => {
      await keepSelftest(makeSelftest(environment));
      expect(readKeptSelftest({ ...environment, [key]: 'another' })).toEqual({});
    },
  );

  test('does not speak of a machine with more CPUs', async () => {
    await keepSelftest(makeSelftest(environment));
    expect(readKeptSelftest({ ...environment, cpus: environment.cpus + 1 })).toEqual({});
  });

  test('that was never made is none', () => {
    expect(readKeptSelftest(environment)).toEqual({});
  });

  test.each([
    ['is empty', ''],
    ['was cut short', '{"schema":1,"verd'],
    ['is something else', '[1,2,3]'],
    ['is nested without end', '['.repeat(100_000)],
    ['is of a later version', { schema: 2 }],
    ['invents a verdict', { verdict: 'perfect' }],
    ['has an endless name', { checks: [{ name: 'x'.repeat(1e4) }] }],
    ['is longer than any', { padding: 'x'.repeat(2 << 20) }],
  ])('is not believed, and named, when it %s', (_how, change) => {
    const whole = makeSelftest(environment);
    writeState(typeof change === 'string' ? change : JSON.stringify({ ...whole, ...change }));
    expect(readKeptSelftest(environment)).toEqual({ selftestUnreadable: keptSelftestPath() });
  });

  test('is not believed but named, nor waited for, when it is a folder or a pipe', () => {
    mkdirSync(keptSelftestPath(), { recursive: true });
    expect(readKeptSelftest(environment)).toEqual({ selftestUnreadable: keptSelftestPath() });
    rmSync(keptSelftestPath(), { recursive: true });
    execFileSync('mkfifo', [keptSelftestPath()]);
    expect(readKeptSelftest(environment)).toEqual({ selftestUnreadable: keptSelftestPath() });
  });

  test('is written beside a broken one, and not through a folder that is a file', async () => {
    writeState('broken');
    await keepSelftest(makeSelftest(environment));
    expect(readKeptSelftest(environment)).toHaveProperty('selftest');
    rmSync(join(folder, 'echosounder'), { recursive: true });
    writeFileSync(join(folder, 'echosounder'), '');
    await expect(keepSelftest(makeSelftest(environment))).rejects.toThrow(OutputError);
  });

  test('a link in its place is followed, and stays a link', async () => {
    writeState('');
    rmSync(keptSelftestPath());
    const target = join(folder, 'elsewhere.json');
    writeFileSync(target, '');
    symlinkSync(target, keptSelftestPath());
    await keepSelftest(makeSelftest(environment));
    expect(readKeptSelftest(environment)).toHaveProperty('selftest');
  });

  test('lies in the home folder where XDG_STATE_HOME is no absolute path', () => {
    process.env.XDG_STATE_HOME = 'relative';
    expect(keptSelftestPath()).toMatch(/\/\.local\/state\/echosounder\/selftest\.json$/);
  });
});
