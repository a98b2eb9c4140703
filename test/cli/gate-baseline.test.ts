import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../cli/output/describe-failure.ts';
import { readExperiment } from '../../cli/read-experiment.ts';
import { baselineResultSchema } from '../../results/baseline-result.ts';
import { ORDER } from '../gate/play-gate.ts';
import { readXml } from '../reports/read-xml.ts';
import { HEADER } from '../results/make-trial.ts';
import { startCli, temporaryFolder } from './run-cli.ts';

const RECORDED = fileURLToPath(new URL('../testdata/recorded/progression', import.meta.url));
const folder = temporaryFolder();

/** A copy of the recorded run with one thing done to it. */
function spoil(name: string, alter: (copy: string) => void): string {
  const copy = join(folder, name);
  cpSync(RECORDED, copy, { recursive: true });
  alter(copy);
  return copy;
}

function rewriteHeader(copy: string, alter: (text: string) => string): void {
  const file = join(copy, 'run.json');
  writeFileSync(file, alter(readFileSync(file, 'utf8')));
}

const SATURATION = JSON.stringify({ schema: 1, target: 'tcp://x', bound: null, server: {} });

describe('a baseline that is none', () => {
  test.each<[string, () => string, 2 | 3, RegExp]>([
    ['is not there', () => join(folder, 'nowhere'), 2, /there is no .*name the folder of a run/],
    [
      'is a folder without run.json',
      () => spoil('no-header', (copy) => rmSync(join(copy, 'run.json'))),
      2,
      /there is no .*run\.json: name the folder of a run/,
    ],
    [
      'is a folder without trials',
      () => spoil('no-trials', (copy) => rmSync(join(copy, 'trials.jsonl'))),
      2,
      /there is no .*trials\.jsonl: name the folder of a run/,
    ],
    ['is a file', () => join(RECORDED, 'run.json'), 2, /there is no .*: name the folder of a run/],
    [
      'has a folder in place of its header',
      () =>
        spoil('folder-header', (copy) => {
          rmSync(join(copy, 'run.json'));
          mkdirSync(join(copy, 'run.json'));
        }),
      3,
      /run\.json is not a regular file/,
    ],
    [
      'is truncated',
      () => spoil('cut', (copy) => rewriteHeader(copy, (text) => text.slice(0, 300))),
      3,
      /is no run header: .*; name the folder of a run/,
    ],
    [
      "is another tool's JSON",
      () => spoil('foreign', (copy) => rewriteHeader(copy, () => '[{"requests": {"mean": 7}}]')),
      3,
      /is no run header: .*; name the folder of a run/,
    ],
    [
      'is what load --search found',
      () => spoil('saturation', (copy) => rewriteHeader(copy, () => SATURATION)),
      3,
      /is no run header: .*; name the folder of a run/,
    ],
    [
      'was written by a later version',
      () =>
        spoil('later', (copy) =>
          rewriteHeader(copy, (text) => text.replace('"schema": 1', '"schema": 7')),
        ),
      3,
      /schema 7.*read it with the version that wrote it/,
    ],
    [
      'is the folder of a gate',
      () =>
        spoil('gate', (copy) =>
          rewriteHeader(copy, () => JSON.stringify({ ...HEADER, config: { gate: ORDER } })),
        ),
      3,
      /is the folder of a gate, whose pairs gate --replay judges/,
    ],
  ])('because it %s ends with what to do', async (_, make, exitCode, message) => {
    const failure = await readExperiment(make()).catch(describeFailure);
    expect(failure).toMatchObject({ exitCode, message: expect.stringMatching(message) });
  });
});

describe('a baseline of another machine', () => {
  const strategies = ['event-loop'];
  const scenario = {
    ...{ name: 'a', question: 'x', strategies, workload: { kind: 'conversation' } },
    load: { loop: 'closed', connections: 2 },
  };
  const config = `export default ${JSON.stringify({ name: 'tiny', scenarios: [scenario] })};`;

  test('is refused before anything is measured, and told in every format', async () => {
    const place = temporaryFolder();
    writeFileSync(join(place, 'bench.config.mjs'), config);
    const torn = spoil('torn', (copy) => {
      const file = join(copy, 'trials.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -200));
    });
    const files = { markdown: 'b.md', junit: 'b.xml', html: 'b.html', json: 'b.json' };
    const asked = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
    const args = ['gate', '--baseline', torn, '--config', 'bench.config.mjs', ...asked];
    const { code, stdout } = await startCli(args, place).result;
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^NOT-COMPARABLE: against /)]);
    const read = (name: keyof typeof files) => readFileSync(join(place, files[name]), 'utf8');
    for (const text of [stdout, read('markdown'), read('junit'), read('html'), read('json')]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain('cut short');
    }
    expect(readXml(read('junit')).suite).toEqual({ failures: '0', skipped: '1' });
    const result = JSON.parse(read('json'));
    expect(baselineResultSchema.parse(result)).toEqual(result);
    expect(read('markdown')).toContain('measure a baseline anew');

    const strict = await startCli([...args, '--strict'], place).result;
    expect(strict.code).toBe(1);
  }, 60_000);
});
