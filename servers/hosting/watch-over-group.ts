import { spawn } from 'node:child_process';

/** `read` ends when the pipe's other end is gone, which is when whoever started it has ended. */
const SCRIPT = 'read -r _; kill -KILL -"$1"';

/**
 * Has a process group killed when this process ends, however that happens: a program that is not
 * ours watches no lifeline, so a shell waits on one in its stead. Gives the call that sends the
 * shell away; make it when the group has ended, because its number may be given out again then.
 * Where there is no shell, nobody watches.
 */
export function watchOverGroup(groupId: number): () => Promise<void> {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(groupId)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve()); // there is no shell
  });
  shell.stdin.on('error', () => {});
  shell.unref();
  return () => {
    // Whoever waits for its end may have nothing else that keeps this process running.
    shell.ref();
    shell.kill('SIGKILL');
    return gone;
  };
}
