import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeGate } from '../../cli/gate.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const WORKFLOW = fileURLToPath(new URL('../../.github/workflows/gate.yml', import.meta.url));

/** The lines of the step that gates, as the runner gives them to bash. */
function readScript(): string {
  const [, script = ''] = /run: \|\n((?: {10}.*\n)+)/.exec(readFileSync(WORKFLOW, 'utf8')) ?? [];
  return script.replaceAll(/^ {10}/gm, '');
}

test('the workflow gives the gate only options that it has', () => {
  const used = readScript().match(/ --[a-z-]+/g) ?? [];
  const known = describeGate().options.map(({ long }) => ` ${long}`);
  expect(used).toContain(' --base');
  expect(known).toEqual(expect.arrayContaining(used));
});

test.each([
  ['a pass', 0, 0],
  ['a regression', 1, 1],
  ['a wrong config', 2, 2],
  ['an inconclusive gate', 3, 0],
  ['an output that can not be written', 4, 4],
])('of the workflow, %s (exit %i) ends the job with %i', (_, code, expected) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\nexit ${code}\n`);
  chmodSync(join(folder, 'npx'), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status } = spawnSync('bash', ['-e', '-c', readScript()], { env, timeout: 10_000 });
  expect(status).toBe(expected);
});

test('what tells of pairs is refused beside --baseline: exit 2', async () => {
  const { code, stderr } = await runCli('gate', '--baseline', 'x', '--benchmark', 'bench');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/--benchmark takes medians of pairs/)]);
});
