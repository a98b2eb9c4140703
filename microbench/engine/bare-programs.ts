import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withCpus } from '../../sockets/cpu-affinity.ts';

/** Bare C programs, compiled into a folder that is gone when the process ends. */
export interface BarePrograms {
  readonly server: string;
  readonly client: string;
  readonly pacer: string;
  readonly datagramServer: string;
  readonly datagramClient: string;
}

const RUN_EXTRA_MS = 20_000;

/** Null where there is no C compiler. */
export function compileBarePrograms(): BarePrograms | null {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const compile = (name: string): string | null => {
    const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
    const program = join(folder, name);
    const { error, status } = spawnSync('cc', ['-O2', '-Wall', '-o', program, source], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (error !== undefined) return null;
    if (status !== 0) throw new Error(`cc could not compile ${source}: see above`);
    return program;
  };
  const [server, client, pacer] = ['epoll-server', 'epoll-client', 'pacer'].map(compile);
  const [datagramServer, datagramClient] = ['datagram-server', 'datagram-client'].map(compile);
  return server && client && pacer && datagramServer && datagramClient
    ? { server, client, pacer, datagramServer, datagramClient }
    : null;
}

/** A bare echo server on one CPU; it ends with its standard input. */
export async function startBareServer(server: string, cpu: number) {
  const child = withCpus([cpu], () => spawn(server, { stdio: ['pipe', 'pipe', 'inherit'] }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  if (done) throw new Error('the bare server ended before it had a port');
  return {
    port: Number(value),
    stop: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

/** One run of a bare program that measures itself: the numbers it prints. */
export async function runBareProgram(
  program: string,
  numbers: readonly number[],
  cpu: number,
  lengthMs: number,
): Promise<number[]> {
  const child = withCpus([cpu], () =>
    spawn(program, numbers.map(String), {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: lengthMs + RUN_EXTRA_MS,
    }),
  );
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${program} failed with status ${status}`);
  return text.trim().split(' ').map(Number);
}
