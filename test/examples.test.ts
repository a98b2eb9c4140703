import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../harness/config/load-config.ts';
import { readRun } from '../results/read-run.ts';
import { startCli, temporaryFolder } from './cli/run-cli.ts';

const FOLDER = fileURLToPath(new URL('../examples/own-server', import.meta.url));

test('the example of an own server can be measured and gated as it stands', async () => {
  const out = join(temporaryFolder(), 'run');
  const { code, stderr } = await startCli(
    ['run', '--quick', '--only', 'mine', '--out', out],
    FOLDER,
  ).result;
  // On a busy machine a trial may be invalid; a server that does not work is another thing.
  expect([0, 3], stderr).toContain(code);
  const { trials } = await readRun(out);
  expect(new Set(trials.map(({ trial }) => trial.cell)).size).toBe(3);
  for (const { connections, counts } of trials) {
    expect(connections.served).toBe(connections.attempted);
    expect(counts.ok).toBeGreaterThan(0);
  }
  const { gate } = await loadConfig(join(FOLDER, 'bench.config.ts'));
  expect(gate?.strategies).toMatchObject([{ name: 'mine' }]);
}, 60_000);
