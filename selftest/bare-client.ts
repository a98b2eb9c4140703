import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withCpus } from '../sockets/cpu-affinity.ts';

const run = promisify(execFile);
const COMPILE_TIMEOUT_MS = 10_000;
const RUN_EXTRA_MS = 10_000;
const WARMUP_MS = 200;

/**
 * Median of the round trips that a bare C client sees, ns; null where there is no C compiler, which
 * is made use of, not asked for.
 */
export async function measureBareMedianNs(
  port: number,
  messageBytes: number,
  measureMs: number,
  cpus: readonly number[] | null,
): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-selftest-'));
  try {
    const program = join(folder, 'ping-pong');
    const source = fileURLToPath(new URL('ping-pong.c', import.meta.url));
    const isCompiled = await run('cc', ['-O2', '-o', program, source], {
      timeout: COMPILE_TIMEOUT_MS,
    }).then(
      () => true,
      () => false,
    );
    if (!isCompiled) return null;
    const numbers = [port, messageBytes, WARMUP_MS, measureMs].map(String);
    const start = () => run(program, numbers, { timeout: WARMUP_MS + measureMs + RUN_EXTRA_MS });
    const { stdout } = await (cpus === null ? start() : withCpus(cpus, start));
    const [, medianNs] = stdout.split(' ').map(Number);
    return medianNs !== undefined && Number.isFinite(medianNs) ? medianNs : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
