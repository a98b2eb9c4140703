import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { killGroup } from '../../servers/hosting/process-group.ts';

const TAIL_BYTES = 2048;

/**
 * Runs a command, without a shell, until it ends, the time is up or `interrupt` aborts; its whole
 * process group ends with it. Null when all went well, else what went wrong with its last words.
 */
export async function runToEnd(
  [program = '', ...args]: readonly string[],
  folder: string,
  timeoutMs: number,
  interrupt: AbortSignal,
): Promise<string | null> {
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const failed = once(child, 'error').then(([error]) => String(error));
  if (child.pid === undefined) return `could not be started (${await failed})`;
  const groupId = child.pid;
  let tail = Buffer.alloc(0);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
    });
  }
  let isLate = false;
  const end = (): void => killGroup(groupId);
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, timeoutMs);
  interrupt.addEventListener('abort', end, { once: true });
  if (interrupt.aborted) end();
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  interrupt.removeEventListener('abort', end);
  end();
  if (code === 0) return null;
  const how = isLate ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? code}`;
  return `${how}:\n${tail.toString().trim()}`;
}
