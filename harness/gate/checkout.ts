import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatePreparationError } from './preparation-error.ts';
import { git, type Repository } from './repository.ts';
import { runToEnd } from './run-to-end.ts';

/** A commit's files in a folder of their own. */
export interface Checkout {
  /** The same place in it as the one in which the gate was started. */
  readonly folder: string;
  /** Removes all of it; does no harm twice. */
  remove(): Promise<void>;
}

/** Checks a commit out beside the working tree, which is left as it is. */
export async function checkOut(repository: Repository, commit: string): Promise<Checkout> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'echosounder-gate-')));
  const top = join(parent, 'base');
  // Whoever is in a hurry (a second Ctrl-C) leaves nothing behind either.
  const removeAtOnce = (): void => {
    rmSync(parent, { recursive: true, force: true });
    spawnSync('git', ['-C', repository.top, 'worktree', 'prune'], { timeout: 5_000 });
  };
  process.on('exit', removeAtOnce);
  const remove = async (): Promise<void> => {
    await git(repository.top, 'worktree', 'remove', '--force', '--force', top).catch(() => '');
    await rm(parent, { recursive: true, force: true, maxRetries: 3 });
    await git(repository.top, 'worktree', 'prune').catch(() => '');
    // Only now: who is in a hurry may be so in the middle of this.
    process.off('exit', removeAtOnce);
  };
  try {
    await git(repository.top, 'worktree', 'add', '--detach', top, commit);
  } catch (error) {
    await remove();
    const told = error instanceof Error ? error.message : String(error);
    throw new GatePreparationError(`${commit} could not be checked out: ${told}`);
  }
  return { folder: join(top, repository.prefix), remove };
}

/** Makes a checkout ready to run. Null: as the lockfile says, or nothing where there is none. */
export async function prepareCheckout(
  { folder }: Checkout,
  command: readonly string[] | null,
  timeoutNs: number,
  interrupt: AbortSignal,
): Promise<void> {
  const isPackage = existsSync(join(folder, 'package-lock.json'));
  const chosen = command ?? (isPackage ? ['npm', 'ci', '--no-audit', '--no-fund'] : null);
  if (chosen === null) return;
  const failure = await runToEnd(chosen, folder, timeoutNs / 1e6, interrupt);
  if (failure === null || interrupt.aborted) return;
  throw new GatePreparationError(
    `base could not be prepared: '${chosen.join(' ')}' ${failure}; name another command as gate.prepare`,
  );
}
