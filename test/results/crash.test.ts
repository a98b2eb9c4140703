import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRun } from '../../results/read-run.ts';

const CHILD = fileURLToPath(new URL('append.child.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'echosounder-crash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([1, 7, 20])(
  'a writer killed after trial %i has lost no trial that it called safe',
  async (trials) => {
    const path = join(folder, 'run');
    const safe = await killAfter(trials, path);
    const run = await readRun(path);
    expect(safe).toBeGreaterThanOrEqual(trials);
    expect(run.trials.length).toBeGreaterThanOrEqual(safe);
    expect(run.trials.map((result) => result.trial.id)).toEqual(
      run.trials.map((_, index) => `trial-${index}`),
    );
    // At most the line it was writing.
    expect(run.problems.length).toBeLessThanOrEqual(1);
  },
);

/** The number of trials that the writer called safe before it died. */
async function killAfter(trials: number, path: string): Promise<number> {
  const child = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    if (countLines(told) >= trials) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return countLines(told);
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
