import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseChecks, judgeSelftest } from '../../cli/selftest.ts';
import { keptSelftestPath } from '../../results/kept-selftest.ts';
import { selftestSchema } from '../../results/selftest.ts';
import { CHECKS } from '../../selftest/registry.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

describe('echosounder selftest', () => {
  const folder = temporaryFolder();

  test('runs the checks that are asked for, and keeps no part of a whole', async () => {
    const json = join(folder, 'selftest.json');
    const before = readIfThere(keptSelftestPath());
    // These two hold however busy the machine is.
    const { code, stdout, stderr } = await runCli(
      ...['selftest', '--only', 'merging,mute', '--json', json],
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^merging +times +200000 +200000 +exact +pass$/m);
    expect(stdout).toMatch(/^pass: 2 of 2 checks passed .*: these checks passed/m);
    expect(stdout).not.toContain('can be trusted');
    expect(stderr).toContain('[2/2] clients of a server that never answers are starved');
    const result = selftestSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    expect(result.checks.map(({ name }) => name)).toEqual(['merging', 'mute']);
    expect(readIfThere(keptSelftestPath())).toBe(before);
  });

  test('with --quiet says nothing on standard error, not even the table', async () => {
    const args = ['selftest', '--only', 'merging', '--json', '-', '--quiet'];
    const { code, stdout, stderr } = await runCli(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(selftestSchema.parse(JSON.parse(stdout)).verdict).toBe('pass');
  });

  test('refuses a check that it does not know, and names the nearest', async () => {
    const { code, stderr } = await runCli('selftest', '--only', 'freze');
    expect(code).toBe(2);
    expect(stderr).toContain("no check is called 'freze': did you mean 'freeze'?");
  });

  test('tells of its exit codes and its checks', async () => {
    const { code, stdout } = await runCli('selftest', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('0 every check passed; 1 a check failed; 3 cannot tell');
    for (const { name } of CHECKS) expect(stdout).toContain(name);
  });

  test('exits by its verdict', () => {
    expect(judgeSelftest('pass')).toBe(0);
    expect(judgeSelftest('fail')).toBe(1);
    expect(judgeSelftest('cannot-tell')).toBe(3);
  });

  test('runs checks in their own order, each once', () => {
    const chosen = chooseChecks(' times ,merging, merging');
    expect(chosen.map(({ name }) => name)).toEqual(['merging', 'times']);
    expect(() => chooseChecks(' , ')).toThrow('names no check');
  });
});

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
