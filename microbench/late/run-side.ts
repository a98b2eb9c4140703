import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun } from '../../results/read-run.ts';
import { figuresOf, type TrialFigures } from './trial-figures.ts';

export interface SideOrder {
  readonly ratesPerSec: readonly number[];
  readonly strategies: readonly string[];
  readonly repetitions: number;
  readonly measure: string;
  readonly seed: number;
}

export interface SideRun {
  readonly trials: readonly TrialFigures[];
  readonly tookMs: number;
  /** CPU time of the run and of all its processes. */
  readonly cpuMs: number;
}

/** Runs the trials with the sources of a checkout, as `echosounder run` there does. */
export async function runSide(side: string, order: SideOrder): Promise<SideRun> {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-late-'));
  try {
    const config = join(folder, 'bench.config.mjs');
    writeFileSync(config, `export default ${JSON.stringify(describeConfig(order))};\n`);
    const out = join(folder, 'run');
    const startMs = performance.now();
    const cpuMs = await runCommand(side, ['run', '--config', config, '--out', out]);
    const { trials } = await readRun(out);
    return { trials: trials.map(figuresOf), tookMs: performance.now() - startMs, cpuMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function readQuantity(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`'${text}' is no count`);
  return value;
}

/** The scenario `offered-load` of the default experiment, with these rates. */
function describeConfig(order: SideOrder) {
  const { ratesPerSec, strategies, repetitions, measure, seed } = order;
  return {
    name: 'lateness',
    repetitions,
    seed,
    scenarios: [
      {
        name: 'offered-load',
        question: 'How many messages leave late?',
        strategies,
        workload: { kind: 'conversation', payloadBytes: 64 },
        load: { loop: 'open', connections: 16, offeredRatesPerSec: ratesPerSec },
        warmup: '150ms',
        measure,
      },
    ],
  };
}

/** Gives the CPU time of the command and all that it waited for, which the shell knows. */
async function runCommand(side: string, args: readonly string[]): Promise<number> {
  const script = '"$@" >/dev/null 2>&1; times';
  const command = [process.execPath, join(side, 'bin/echosounder.js'), ...args];
  const shell = spawn('bash', ['-c', script, 'bash', ...command], {
    cwd: side,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const texts: string[] = [];
  shell.stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  await once(shell, 'close');
  // The second line is of children: user, then system, as 0m1.234s.
  const ofChildren = texts.join('').trim().split('\n').at(-1) ?? '';
  const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return seconds.reduce((sum, each) => sum + each, 0) * 1e3;
}
