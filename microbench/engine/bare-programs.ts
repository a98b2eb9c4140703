import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withCpus } from '../../sockets/cpu-affinity.ts';

/** The bare C server and client, compiled into a folder that is gone when the process ends. */
export interface BarePrograms {
  readonly server: string;
  readonly client: string;
}

export interface ClientCost {
  readonly messages: number;
  readonly cpuNs: number;
}

/** What a client does: a closed loop. */
export interface Exchange {
  readonly connections: number;
  readonly depth: number;
  readonly messageBytes: number;
  readonly warmupMs: number;
  readonly measureMs: number;
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
  const server = compile('epoll-server');
  const client = compile('epoll-client');
  return server === null || client === null ? null : { server, client };
}

/** The bare echo server on one CPU; it ends with its standard input. */
export async function startBareServer({ server }: BarePrograms, cpu: number) {
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

/** One run of the bare client, which measures itself. */
export async function runBareClient(
  { client }: BarePrograms,
  port: number,
  exchange: Exchange,
  cpu: number,
): Promise<ClientCost> {
  const { connections, messageBytes, depth, warmupMs, measureMs } = exchange;
  const numbers = [port, connections, messageBytes, depth, warmupMs, measureMs].map(String);
  const child = withCpus([cpu], () =>
    spawn(client, numbers, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: warmupMs + measureMs + RUN_EXTRA_MS,
    }),
  );
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the bare client failed with status ${status}`);
  const [messages = 0, cpuNs = 0] = text.split(' ').map(Number);
  return { messages, cpuNs };
}
