import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCheckoutFolder, removeAbandoned, removeCheckout } from './abandoned-checkouts.ts';
import { GatePreparationError } from './preparation-error.ts';
import { type Repository, withoutGitVariables } from './repository.ts';
import { runToEnd } from './run-to-end.ts';

/** A commit's files in a folder of their own. */
export interface Checkout {
  /** The same place in it as the one in which the gate was started. */
  readonly folder: string;
  /** Removes all of it; does no harm twice. */
  remove(): Promise<void>;
}

/** How long something may take, and what ends it sooner. */
export interface Limits {
  readonly timeoutMs: number;
  readonly interrupt: AbortSignal;
}

/**
 * Checks a commit out beside the working tree, which is left as it is. Throws a
 * `GatePreparationError` where that fails or is interrupted; nothing is left behind then.
 */
export async function checkOut(
  repository: Repository,
  commit: string,
  limits: Limits,
): Promise<Checkout> {
  await removeAbandoned(repository.top);
  const { parent, tree } = await makeCheckoutFolder();
  // Whoever is in a hurry (a second Ctrl-C) leaves nothing behind either.
  const removeAtOnce = (): void => {
    rmSync(parent, { recursive: true, force: true });
    spawnSync('git', ['-C', repository.top, 'worktree', 'prune'], { timeout: 5_000 });
  };
  process.on('exit', removeAtOnce);
  const remove = async (): Promise<void> => {
    await removeCheckout(repository.top, parent);
    // Only now: who is in a hurry may be so in the middle of this.
    process.off('exit', removeAtOnce);
  };
  const folder = join(tree, repository.prefix);
  try {
    await addWorktree(repository, tree, commit, limits);
    if (existsSync(folder)) return { folder, remove };
    throw new GatePreparationError(
      `base has no folder '${repository.prefix}', in which the gate was started: it can be compared with commits that have it`,
    );
  } catch (error) {
    await remove();
    throw error;
  }
}

/** In a process group of its own, so that a Ctrl-C at the terminal is for the gate to handle. */
async function addWorktree(
  { top }: Repository,
  tree: string,
  commit: string,
  limits: Limits,
): Promise<void> {
  const failure = await runToEnd(['git', 'worktree', 'add', '--detach', tree, commit], {
    ...limits,
    folder: top,
    env: { ...withoutGitVariables(), LC_ALL: 'C' },
  });
  if (failure === null) return;
  throw new GatePreparationError(
    `base (${commit.slice(0, 12)}) could not be checked out: git worktree add ${failure}`,
  );
}

/** Makes a checkout ready to run. Null: as the lockfile says, or nothing where there is none. */
export async function prepareCheckout(
  { folder }: Checkout,
  command: readonly string[] | null,
  limits: Limits,
): Promise<void> {
  const isPackage = existsSync(join(folder, 'package-lock.json'));
  const chosen = command ?? (isPackage ? ['npm', 'ci', '--no-audit', '--no-fund'] : null);
  if (chosen === null) return;
  const failure = await runToEnd(chosen, { ...limits, folder });
  if (failure === null) return;
  const origin = command === null ? 'gate.prepare names another command' : 'gate.prepare';
  throw new GatePreparationError(
    `base could not be prepared: '${chosen.join(' ')}' (${origin}) ${failure}`,
  );
}
