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
    const page = join(temporaryFolder(), 'refused.html');
    const refused = await runCli('compare', RECORDED, other, '--json', '-', '--html', page);
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      refusal: expect.stringContaining('compare them all the same with --anyway'),
      differences: [{ what: 'kernel', base: '6.1.0-synthetic', head: '6.2.0-synthetic' }],
      compared: [],
    });
    const told = readFileSync(page, 'utf8');
    for (const text of ['6.2.0-synthetic', 'any ratio may be its doing', `${other} --anyway`]) {
      expect(told).toContain(text);
    }
    expect(refused.stderr).toMatch(
      /kernel: 6\.1\.0-synthetic and 6\.2\.0-synthetic: most of a mess/,
    );
    expect(refused.stderr).toMatch(/with --anyway/);
    const anyway = await runCli('compare', RECORDED, other, '--anyway', '--json', page);
    expect(anyway.code).toBe(0);
    expect(anyway.stdout).toMatch(/differ in more than their servers/);
    const compared = JSON.parse(readFileSync(page, 'utf8'));
    expect(compared.refusal).toBeNull();
    expect(compared.compared).not.toEqual([]);
  });

  test('gives the comparison as JSON, and the table on standard error then', async () => {
    const { code, stdout, stderr } = await runCli('compare', RECORDED, RECORDED, '--json', '-');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      refusal: null,
      confidence: 0.95,
      differences: [],
    });
    expect(stderr).toMatch(/stayed the same/);
  });

  test.each([
    [
      'that is not there',
      () => join(temporaryFolder(), 'nowhere'),
      2,
      /there is no .*nowhere\/run\.json/,
    ],
    [
      'of a gate',
      () =>
        copyRun((text) => JSON.stringify({ ...JSON.parse(text), config: { gate: 1, asked: 1 } })),
      3,
      /is the folder of a gate/,
    ],
    ['that is cut short', () => copyRun((text) => text.slice(0, 200)), 3, /is no run header/],
  ])('a run %s is an error, never "no difference"', async (_what, find, exitCode, message) => {
    const { code, stderr } = await runCli('compare', RECORDED, find());
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(message);
  });

  test('a page that could not be written is told before the runs are read: exit 4', async () => {
    const { code, stdout, stderr } = await runCli('compare', 'x', 'y', '--html', temporaryFolder());
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/cannot write .*EISDIR/);
  });
});
