import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

const RECORDED = fileURLToPath(new URL('../testdata/recorded/progression', import.meta.url));

/** A copy of the recorded run with a changed header. */
function copyRun(alter: (header: string) => string): string {
  const folder = join(temporaryFolder(), 'run');
  cpSync(RECORDED, folder, { recursive: true });
  const file = join(folder, 'run.json');
  writeFileSync(file, alter(readFileSync(file, 'utf8')));
  return folder;
}

describe('compare', () => {
  test('says of a run and itself that all is the same', async () => {
    const { code, stdout } = await runCli('compare', RECORDED, RECORDED);
    expect(code).toBe(0);
    expect(stdout).toMatch(/stayed the same within 5 %/);
    expect(stdout).not.toMatch(/\bworse|better\b/);
  });

  test('refuses runs under different conditions with what differs, and says what that costs', async () => {
    const other = copyRun((text) => text.replace('6.1.0-synthetic', '6.2.0-synthetic'));
    const refused = await runCli('compare', RECORDED, other);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(
      /kernel: 6\.1\.0-synthetic and 6\.2\.0-synthetic: most of a mess/,
    );
    expect(refused.stderr).toMatch(/with --anyway/);
    const told = await runCli('compare', RECORDED, other, '--anyway');
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/differ in more than their servers/);
  });

  test('gives the comparison as JSON, and the table on standard error then', async () => {
    const { code, stdout, stderr } = await runCli('compare', RECORDED, RECORDED, '--json', '-');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, confidence: 0.95, differences: [] });
    expect(stderr).toMatch(/stayed the same/);
  });

  test.each([
    [
      'that is not there',
      () => join(temporaryFolder(), 'nowhere'),
      2,
      /there is no .*nowhere\/run\.json/,
    ],
    ['that is cut short', () => copyRun((text) => text.slice(0, 200)), 3, /is no run header/],
  ])('a run %s is an error, never "no difference"', async (_what, find, exitCode, message) => {
    const { code, stderr } = await runCli('compare', RECORDED, find());
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(message);
  });
});
