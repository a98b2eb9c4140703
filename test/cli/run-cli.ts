import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const MAIN = fileURLToPath(new URL('../../bin/echosounder.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
  /** Resolves when what it printed so far matches; rejects when it ends without. */
  printed(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
  /** A Ctrl-C at its terminal: it and every process of its group are told. For `detached` ones. */
  interrupt(): void;
}

/** Runs the command line as a user would, in a process of its own. */
export function startCli(
  args: readonly string[],
  cwd?: string,
  stdin: 'ignore' | 'pipe' = 'ignore',
  /** With a group of its own it can be interrupted, and outlives tests that are killed. */
  detached = false,
): RunningCli {
  const command = [MAIN, ...args];
  const options = {
    // A test's gate is none of the job's in which the tests run.
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' },
    detached,
    ...(cwd === undefined ? {} : { cwd }),
  };
  const child =
    stdin === 'pipe'
      ? spawn(process.execPath, command, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
      : spawn(process.execPath, command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  const streams = { stdout: child.stdout, stderr: child.stderr };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const result = once(child, 'close').then(
    ([code]): CliResult => ({ code: typeof code === 'number' ? code : null, ...texts }),
  );
  return {
    process: child,
    result,
    interrupt() {
      if (!detached || child.pid === undefined) throw new Error('it has no group of its own');
      process.kill(-child.pid, 'SIGINT');
    },
    printed: (name, pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(texts[name]);
          if (match !== null) resolve(match);
        };
        look();
        streams[name].on('data', look);
        result.then(() => reject(new Error(`it never printed ${pattern}: ${texts[name]}`)));
      }),
  };
}

export function runCli(...args: readonly string[]): Promise<CliResult> {
  return startCli(args).result;
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
