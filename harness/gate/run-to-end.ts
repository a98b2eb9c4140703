import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { killGroup } from '../../servers/hosting/process-group.ts';
import { watchOverGroup } from '../../servers/hosting/watch-over-group.ts';

const TAIL_BYTES = 2048;

export interface RunToEndOptions {
  readonly folder: string;
  readonly timeoutMs: number;
  /** Ends it at once, as the time does. */
  readonly interrupt: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command, without a shell, until it ends, the time is up or `interrupt` aborts; its whole
 * process group ends with it, and with us. Null when all went well, else what went wrong with its last words, in
 * one line.
 */
export async function runToEnd(
  [program = '', ...args]: readonly string[],
  { folder, timeoutMs, interrupt, env = process.env }: RunToEndOptions,
): Promise<string | null> {
  if (interrupt.aborted) return 'was not started: it was interrupted';
  const child = spawn(program, args, {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const failed = once(child, 'error').then(([error]) => String(error));
  if (child.pid === undefined) return `could not be started (${await failed})`;
  const groupId = child.pid;
  const dismiss = watchOverGroup(groupId);
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
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  interrupt.removeEventListener('abort', end);
  end();
  await dismiss();
  if (code === 0) return null;
  const how = isLate ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? code}`;
  const words = tail
    .toString()
    .trim()
    .replaceAll(/\s*\n\s*/g, ' / ');
  return words === '' ? how : `${how}: ${words}`;
}
