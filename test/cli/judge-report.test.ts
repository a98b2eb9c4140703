import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeLack, judgeReport } from '../../cli/judge-report.ts';
import { buildReport } from '../../reports/report.ts';
import { renderTerminal } from '../../reports/terminal/terminal.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { playGate, steadyMachine } from '../gate/play-gate.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const RECORDED = fileURLToPath(new URL('../testdata/recorded/progression', import.meta.url));

const { header, trials } = createSyntheticRun({ repetitions: 2 });
const names = ['event-loop', 'cluster'];
const scenarios = [
  { name: 'conversation', question: '', cells: names.map((name) => `conversation/${name}`) },
];
const sound = trials.filter(
  ({ trial }) => trial.scenario === 'conversation' && names.includes(trial.strategy ?? ''),
);

function read(measured: readonly TrialResult[]) {
  return buildReport({ header: { ...header, scenarios }, trials: measured, problems: [] });
}

function judge(measured: readonly TrialResult[]) {
  return judgeReport(read(measured));
}

describe('the exit code of a run, and of a report on it', () => {
  test('is 0 when every cell has a trial that can be used', () => {
    expect(judge(sound)).toBe(0);
    const [first, ...others] = sound;
    if (first === undefined) throw new Error('no trial');
    expect(judge([{ ...first, status: 'invalid' }, ...others])).toBe(0);
  });

  test('is 3 when a cell has none, or was never run', () => {
    const isCluster = ({ trial }: TrialResult) => trial.strategy === 'cluster';
    expect(
      judge(sound.map((trial) => (isCluster(trial) ? { ...trial, status: 'invalid' } : trial))),
    ).toBe(3);
    expect(judge(sound.filter((trial) => !isCluster(trial)))).toBe(3);
  });
});

describe('what a run lacks', () => {
  test('is nothing where every repetition of every cell was recorded', () => {
    expect(describeLack(read(sound))).toBeNull();
    expect(read(sound).warnings.map(({ code }) => code)).not.toContain('incomplete');
  });

  test('is told where trials were never recorded, though every cell has one that can be used', () => {
    const report = read(sound.slice(1));
    expect(judgeReport(report)).toBe(0);
    expect(describeLack(report)).toMatch(/^1 trial of the run was never recorded/);
    const shown = renderTerminal(report, { color: false, width: 100 });
    expect(shown).toMatch(/^incomplete \(1 trial: conversation\/[a-z-]+\): 1 trial of the run/m);
  });

  test('is told where no trial of a cell can be used', () => {
    const spoiled = sound.map((trial) => ({ ...trial, status: 'invalid' as const }));
    expect(describeLack(read(spoiled))).toMatch(/^no trial of conversation\/.* could be used$/);
  });

  test('is never that a gate was decided early', () => {
    const played = playGate(steadyMachine(1, 0.02));
    const gate = { ...played, header: { ...played.header, scenarios }, problems: [] };
    expect(buildReport(gate).missing).not.toEqual([]);
    expect(buildReport(gate).warnings.map(({ code }) => code)).not.toContain('incomplete');
  });

  test('is said on standard error where the report goes to a file alone', async () => {
    const run = join(temporaryFolder(), 'run');
    cpSync(RECORDED, run, { recursive: true });
    const file = join(run, 'trials.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(1).join('\n')}`);
    const { code, stderr } = await runCli('report', run, '--csv', join(run, 'trials.csv'));
    const whole = await runCli('report', RECORDED, '--csv', join(run, 'trials.csv'));
    expect(stderr).toMatch(/run is rendered as it is: 1 trial of the run was never recorded/);
    expect(code).toBe(whole.code);
  });
});
