import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { git } from './repository.ts';

/** The folder of a checkout names the process that made it: who comes later sees whether it is there. */
const NAME = /^echosounder-gate-(\d+)-/;
/** Within that folder. */
const TREE = 'base';

/** Makes a folder for a checkout, and says where in it the worktree is to be. */
export async function makeCheckoutFolder(): Promise<{ parent: string; tree: string }> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), `echosounder-gate-${process.pid}-`)));
  return { parent, tree: join(parent, TREE) };
}

export async function removeCheckout(top: string, parent: string): Promise<void> {
  await git(top, 'worktree', 'remove', '--force', '--force', join(parent, TREE)).catch(() => '');
  await rm(parent, { recursive: true, force: true, maxRetries: 3 });
  await git(top, 'worktree', 'prune').catch(() => '');
}

/**
 * Removes worktrees of this repository whose gate was killed before it could do so: they hold a whole
 * checkout with its packages. Those of gates that still run are left alone.
 */
export async function removeAbandoned(top: string): Promise<void> {
  const listed = await git(top, 'worktree', 'list', '--porcelain').catch(() => '');
  const temporary = await realpath(tmpdir());
  const abandoned = listed
    .split('\n')
    .flatMap((line) => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []))
    .filter((tree) => basename(tree) === TREE && dirname(dirname(tree)) === temporary)
    .map(dirname)
    .filter((parent) => {
      const pid = NAME.exec(basename(parent))?.[1];
      return pid !== undefined && !isAlive(Number(pid));
    });
  for (const parent of abandoned) await removeCheckout(top, parent);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Whoever may not ask a process is told that it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
