import { describe, expect, test } from 'vitest';
import { judgeCheckup } from '../../cli/doctor.ts';
import type { Checkup, FindingVerdict } from '../../results/checkup.ts';
import { runCli } from './run-cli.ts';

describe('doctor', () => {
  test('reads this machine, whatever it is: a sentence at the end, and its exit code', async () => {
    const { code, stdout, stderr } = await runCli('doctor', '--json', '-');
    const checkup: Checkup = JSON.parse(stdout);
    expect(checkup.findings.length).toBeGreaterThan(15);
    for (const { name, figure, verdict, advice } of checkup.findings) {
      expect(`${name}: ${figure}`).not.toMatch(/NaN|undefined|null|Infinity|: $/);
      expect(advice === null).toBe(verdict === 'ok' || verdict === 'unknown');
    }
    // What /proc and /sys of every Linux tell; another platform tells less.
    const unknown = checkup.findings.filter(({ verdict }) => verdict === 'unknown');
    const untold = ['frequency', 'turbo', 'virtual machine', 'cores', 'clock'];
    if (process.platform === 'linux')
      expect(untold).toEqual(expect.arrayContaining(unknown.map(({ name }) => name)));
    expect(stderr).toMatch(/\n(No problem: this machine can measure|\d+ problems?, \d+ notes?:)/);
    expect(code).toBe(judgeCheckup(checkup));
  });

  test('help says what the exit codes mean', async () => {
    const { stdout, code } = await runCli('doctor', '--help');
    expect(stdout).toContain('Exit codes: 0 no problem; 3 a problem');
    expect(code).toBe(0);
  });

  test.each<[FindingVerdict[], number]>([
    [['ok', 'note', 'unknown'], 0],
    [['ok', 'problem'], 3],
    [[], 0],
  ])('%j: exit %i', (verdicts, code) => {
    const findings = verdicts.map((verdict) => ({
      name: 'x',
      verdict,
      figure: 'x',
      why: 'x',
      advice: null,
    }));
    expect(judgeCheckup({ schema: 1, checkedAt: '2026-05-04T09:30:00.000Z', findings })).toBe(code);
  });
});
