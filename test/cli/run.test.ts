import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assertLedger } from '../../results/assert-ledger.ts';
import { readRun } from '../../results/read-run.ts';
import { STRATEGY_NAMES } from '../../servers/registry.ts';
import { findProcesses } from './live-processes.ts';
import { runCli, startCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

function writeConfig(
  name: string,
  overrides: Record<string, unknown>,
  repetitions: number,
): string {
  const scenario = {
    name: 'talk',
    question: 'Who answers?',
    workload: { kind: 'conversation' },
    load: { loop: 'closed', connections: 3 },
    warmup: '50ms',
    measure: '150ms',
    drain: '100ms',
    ...overrides,
  };
  const file = join(folder, name);
  writeFileSync(
    file,
    `export default ${JSON.stringify({ name, repetitions, scenarios: [scenario] })};\n`,
  );
  return file;
}

describe('run', () => {
  test('measures every strategy and leaves results, a report and no process behind', async () => {
    const config = writeConfig('all.config.ts', { strategies: 'all' }, 1);
    const out = join(folder, 'all');
    const { code, stdout, stderr } = await runCli('run', '--config', config, '--out', out);
    const { header, trials, problems } = await readRun(out);
    expect(problems).toEqual([]);
    expect(new Set(trials.map(({ trial }) => trial.strategy))).toEqual(new Set(STRATEGY_NAMES));
    for (const { counts } of trials) assertLedger(counts);
    for (const name of STRATEGY_NAMES) expect(stdout).toContain(name);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('event-loop');
    const planned = STRATEGY_NAMES.length;
    expect(stderr).toContain(`[${planned}/${planned}]`);
    expect(header.command).toContain('--config');
    expect(findProcesses(out)).toEqual([]);
    // On a busy machine a trial may be invalid; that is then said, and no other failure is.
    const bad = trials.filter(({ status }) => status !== 'complete' && status !== 'invalid');
    expect(bad).toEqual([]);
    const sound = trials.filter(({ status }) => status === 'complete');
    const answered = new Set(sound.map(({ trial }) => trial.strategy));
    expect(code).toBe(answered.size === planned ? 0 : 3);
  });

  test('serial strategies serve one client and starve the others', async () => {
    const config = writeConfig(
      'serial.config.ts',
      { strategies: ['conversation-loop', 'one-shot'] },
      1,
    );
    const out = join(folder, 'serial');
    await runCli('run', '--config', config, '--out', out);
    const { trials } = await readRun(out);
    for (const { connections, status } of trials) {
      expect(connections).toMatchObject({ attempted: 3, served: 1, starved: 2 });
      // Starving clients is what these servers are; a busy machine is the one thing to object to.
      expect(['complete', 'invalid']).toContain(status);
    }
  });

  test('Ctrl-C saves the finished trials and a report of them: exit 130', async () => {
    const config = writeConfig('long.config.ts', { strategies: ['event-loop'] }, 500);
    const out = join(folder, 'interrupted');
    const cli = startCli(['run', '--config', config, '--out', out], undefined, 'ignore', true);
    await cli.printed('stderr', /\[ *2\/500\]/);
    cli.interrupt();
    const { code, stdout } = await cli.result;
    const { trials, problems } = await readRun(out);
    expect(problems).toEqual([]);
    expect(trials.length).toBeGreaterThanOrEqual(2);
    for (const { counts } of trials) assertLedger(counts);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    expect(stdout).toContain('event-loop');
    expect(code).toBe(130);
  });

  test('a report that cannot be written keeps no table back: exit 4', async () => {
    const config = writeConfig('blocked.config.ts', { strategies: ['event-loop'] }, 2);
    const out = join(folder, 'blocked');
    const cli = startCli(['run', '--config', config, '--out', out]);
    await cli.printed('stderr', /\[1\/2\]/);
    mkdirSync(join(out, 'report.html'));
    const { code, stdout, stderr } = await cli.result;
    // On a busy machine all may be invalid: then it is told why, in place of a table.
    expect(stdout).toMatch(/Who answers\?|Left out of every figure/);
    expect(stdout).not.toContain('Report: ');
    expect(stderr).toMatch(/cannot write .*report\.html/);
    expect(code).toBe(4);
  });

  test('of several failures the first is told, the one that ended the run: exit 4', async () => {
    const config = writeConfig('first.config.ts', { strategies: ['event-loop'] }, 50);
    const out = join(folder, 'first');
    const cli = startCli(['run', '--config', config, '--out', out]);
    await cli.printed('stderr', /\[ 1\/50\]/);
    rmSync(join(out, 'trials.jsonl'));
    mkdirSync(join(out, 'trials.jsonl'));
    mkdirSync(join(out, 'report.html'));
    const { code, stderr } = await cli.result;
    expect(stderr).toMatch(/echosounder: cannot write .*trials\.jsonl/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(4);
  });

  test('report renders a run again, in every format', async () => {
    const out = join(folder, 'all');
    // What is incomplete stays so, however often it is rendered.
    const { code: codeOfTable, stdout: table } = await runCli('report', out);
    expect(table).toMatch(/Who answers\?|Left out of every figure/);
    const formats = ['html', 'markdown', 'csv', 'json', 'junit', 'hgrm'];
    for (const format of formats) {
      const { code, stdout } = await runCli('report', out, `--${format}`, '-');
      // Some formats leave out what a busy machine made invalid: the scenario is in all of them.
      expect(stdout).toContain('talk');
      expect(code).toBe(codeOfTable);
    }
  });
});
