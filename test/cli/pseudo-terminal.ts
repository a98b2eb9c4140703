import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A guard: what a test waits for in vain is told with what stood there instead. */
const SHOWN_WITHIN_MS = 20_000;

const MAIN = fileURLToPath(new URL('../../bin/echosounder.js', import.meta.url));

export interface Terminal {
  type(keys: string): void;
  /** Resolves when what stands on the terminal since the last look matches. */
  shows(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
  /** Everything that was written to it so far. */
  written(): string;
}

/** `echosounder talk` on a pseudo-terminal, as `script` makes one. */
export function openTerminal(target: string, ...options: readonly string[]): Terminal {
  return openOnTerminal(['talk', target, ...options]);
}

/** Any command on one, as wide as a person's window. */
export function openOnTerminal(
  args: readonly string[],
  columns = 80,
  settings: NodeJS.ProcessEnv = {},
): Terminal {
  const command = `stty cols ${columns} rows 30; exec '${process.execPath}' '${MAIN}' ${args.join(' ')}`;
  // A person's terminal has colours, whatever runs the tests.
  const { CI: _, NO_COLOR: _none, ...env } = process.env;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...env, TERM: 'xterm', LC_ALL: 'C.UTF-8', ...settings },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let written = '';
  let unseen = '';
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    unseen += text;
    look();
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return {
    type: (keys) => void child.stdin.write(keys),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const match = pattern.exec(unseen);
          if (match === null) return;
          unseen = unseen.slice(match.index + match[0].length);
          look = () => {};
          clearTimeout(guard);
          resolve(match[0]);
        };
        const guard = setTimeout(() => {
          reject(new Error(`it did not show ${pattern}: ${JSON.stringify(unseen)}`));
        }, SHOWN_WITHIN_MS);
        look();
        void ended.then(() => reject(new Error(`it never showed ${pattern}: ${unseen}`)));
      }),
    ended,
    written: () => written,
  };
}
