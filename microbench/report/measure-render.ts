import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin/echosounder.js');
const PRINT_CPU = new URL('./print-cpu.ts', import.meta.url).href;

export interface RenderTime {
  readonly wallNs: number;
  readonly cpuNs: number;
}

/** `echosounder report RUN --html PAGE` as a user calls it: a process of its own, start included. */
export async function measureRender(run: string, page: string): Promise<RenderTime> {
  const startedNs = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    ['--import', PRINT_CPU, MAIN, 'report', run, '--html', page],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      env: { ...process.env, FIGURES_DESCRIPTOR: '3' },
    },
  );
  const figures = child.stdio[3];
  if (figures === null || figures === undefined || !('read' in figures)) {
    throw new Error('no pipe for the figures');
  }
  const [cpuNs, [code]] = await Promise.all([text(figures), once(child, 'close')]);
  // 3: written, of a run in which not all is complete.
  if (code !== 0 && code !== 3) throw new Error(`report exited with ${code}`);
  return { wallNs: Number(process.hrtime.bigint() - startedNs), cpuNs: Number(cpuNs) };
}
