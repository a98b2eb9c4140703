import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigError } from '../config/check-config.ts';

const TIMEOUT_MS = 60_000;
const OUTPUT_MAX_BYTES = 8 << 20;

const execute = promisify(execFile);

/** The repository that a gate is run in, as far as it matters. */
export interface Repository {
  /** The top of its working tree. */
  readonly top: string;
  /** From there to where the gate was started; empty at the top. */
  readonly prefix: string;
  readonly headCommit: string;
  /** Whether there are changes that no commit has. */
  readonly isDirty: boolean;
}

/** Throws a `ConfigError` outside a repository, and in one without a commit. */
export async function findRepository(folder: string): Promise<Repository> {
  try {
    const top = await git(folder, 'rev-parse', '--show-toplevel');
    return {
      top,
      prefix: await git(folder, 'rev-parse', '--show-prefix'),
      headCommit: await readHead(folder),
      isDirty: (await listChanges(folder)) !== '',
    };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError('gate', [
      `a gate compares two states of a git repository, and ${folder} can't be read as one: ${gitsWords(error)}`,
    ]);
  }
}

async function readHead(folder: string): Promise<string> {
  try {
    return await git(folder, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  } catch {
    throw new ConfigError('gate', [
      `a gate compares with a commit, and the repository of ${folder} has none yet: commit something first`,
    ]);
  }
}

/** The folders of earlier runs are no change of the code. */
function listChanges(folder: string): Promise<string> {
  return git(folder, 'status', '--porcelain', '--', ':(top)', ':(exclude)runs');
}

/** The commit that a name stands for. Throws a `ConfigError` for none. */
export async function resolveCommit({ top }: Repository, ref: string): Promise<string> {
  try {
    return await git(top, 'rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`);
  } catch {
    const isShallow = (await git(top, 'rev-parse', '--is-shallow-repository')) === 'true';
    const advice = isShallow
      ? 'this clone is shallow and has few commits: git fetch origin BRANCH:refs/remotes/origin/BRANCH brings that of a branch, git fetch --unshallow all'
      : 'name a branch, a tag or a commit that is there (git fetch brings those of a remote)';
    throw new ConfigError('gate', [`--base '${ref}' is no commit of this repository: ${advice}`]);
  }
}

/** Runs git in a folder and gives what it printed. Throws with what it said. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', ['-C', folder, ...args], {
    timeout: TIMEOUT_MS,
    maxBuffer: OUTPUT_MAX_BYTES,
    // A hook's variables would lead git to another repository.
    env: { ...withoutGitVariables(), LC_ALL: 'C' },
  });
  return stdout.trim();
}

/** Our own environment, without what a hook was given. */
export function withoutGitVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE)$/.test(name)),
  );
}

/** All of it, in one line: where git refuses a folder of somebody else, it also says what to do. */
function gitsWords(error: unknown): string {
  const told =
    error instanceof Error && 'stderr' in error && String(error.stderr).trim() !== ''
      ? String(error.stderr)
      : String(error instanceof Error ? error.message : error);
  return told.trim().replaceAll(/\s*\n\s*/g, ' ');
}
