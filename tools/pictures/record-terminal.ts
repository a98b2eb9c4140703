import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../bin/echosounder.js', import.meta.url));

/**
 * Everything that `echosounder` writes to a terminal of so many columns, which `script` (util-linux)
 * makes. Throws when the command does not exit with 0: a picture shows what went well.
 */
export async function recordTerminal(args: readonly string[], columns: number): Promise<string> {
  const command = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const { CI: _, NO_COLOR: _none, ...env } = process.env;
  const child = spawn('script', ['-qec', `stty cols ${columns} rows 60; ${command}`, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, TERM: 'xterm-256color' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`echosounder ${args.join(' ')} exited with ${code}:\n${output}`);
  return output;
}
