import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkOut, prepareCheckout } from '../../../harness/gate/checkout.ts';
import { GatePreparationError } from '../../../harness/gate/preparation-error.ts';
import { findRepository, resolveCommit } from '../../../harness/gate/repository.ts';

/** Of this file alone, so that what is left behind is ours. */
const temporary = mkdtempSync(join(tmpdir(), 'echosounder-test-'));
process.env.TMPDIR = temporary;
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const LIMITS = { timeoutMs: 30_000, interrupt: new AbortController().signal };

function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  return execFileSync('git', ['-C', folder, ...who, ...args], { encoding: 'utf8' });
}

function makeRepository(): string {
  const folder = mkdtempSync(join(temporary, 'repository '));
  git(folder, 'init', '-q', '-b', 'main');
  writeFileSync(join(folder, 'file'), 'x');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'first');
  return folder;
}

function listLeft(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('echosounder-gate-'));
}

test('a worktree whose gate was killed is removed by the next one, and no other', async () => {
  const folder = makeRepository();
  const { pid: gone } = spawnSync('true');
  const abandon = (pid: number): string => {
    const parent = join(temporary, `echosounder-gate-${pid}-abcdef`);
    mkdirSync(parent);
    git(folder, 'worktree', 'add', '-q', '--detach', join(parent, 'base'), 'main');
    return parent;
  };
  const [dead, alive] = [abandon(gone), abandon(process.pid)];
  const checkout = await checkOut(await findRepository(folder), 'main', LIMITS);
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
  expect(existsSync(join(checkout.folder, 'file'))).toBe(true);
  await checkout.remove();
  expect(git(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(2);
  git(folder, 'worktree', 'remove', '--force', join(alive, 'base'));
  rmSync(alive, { recursive: true });
});

test('a base without the folder in which the gate was started is told, and nothing is left', async () => {
  const folder = makeRepository();
  const inner = join(folder, 'sub');
  mkdirSync(inner);
  const checkout = checkOut(await findRepository(inner), 'main', LIMITS);
  await expect(checkout).rejects.toThrow(/base has no folder 'sub\/'/);
  expect(listLeft()).toEqual([]);
});

test('an interrupted checkout leaves nothing behind', async () => {
  const folder = makeRepository();
  const interrupt = AbortSignal.abort();
  const checkout = checkOut(await findRepository(folder), 'main', { ...LIMITS, interrupt });
  await expect(checkout).rejects.toThrow(GatePreparationError);
  expect(listLeft()).toEqual([]);
  expect(git(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
});

test('what prepares base and fails is told in one line, with its last words', async () => {
  const checkout = { folder: temporary, remove: async () => {} };
  const prepare = (script: string, timeoutMs = 30_000) =>
    prepareCheckout(checkout, ['sh', '-c', script], { ...LIMITS, timeoutMs });
  await prepare('true');
  await expect(prepare('echo one; echo two >&2; exit 7')).rejects.toThrow(
    /^base could not be prepared: .*ended with 7: (one \/ two|two \/ one)$/,
  );
  await expect(prepare('sleep 60', 100)).rejects.toThrow(/took longer than 0.1 s$/);
  const interrupt = AbortSignal.timeout(100);
  const interrupted = prepareCheckout(checkout, ['sleep', '60'], { ...LIMITS, interrupt });
  await expect(interrupted).rejects.toThrow(/ended with SIGKILL$/);
});

test('a repository without a commit is told as that', async () => {
  const folder = mkdtempSync(join(temporary, 'empty '));
  git(folder, 'init', '-q');
  await expect(findRepository(folder)).rejects.toThrow(/has none yet: commit something first/);
});

test('folders of earlier runs are no change of the code, anything else is', async () => {
  const folder = makeRepository();
  mkdirSync(join(folder, 'runs'));
  writeFileSync(join(folder, 'runs', 'run.json'), '{}');
  expect((await findRepository(folder)).isDirty).toBe(false);
  writeFileSync(join(folder, 'new.js'), '');
  expect((await findRepository(folder)).isDirty).toBe(true);
});

test('a base that a shallow clone lacks is told with how to fetch it', async () => {
  const origin = makeRepository();
  git(origin, 'commit', '-q', '--allow-empty', '-m', 'second');
  const folder = join(temporary, 'shallow');
  git(temporary, 'clone', '-q', '--depth', '1', `file://${origin}`, folder);
  const lacking = resolveCommit(await findRepository(folder), 'HEAD~1');
  await expect(lacking).rejects.toThrow(/shallow .*git fetch --unshallow/);
  const misspelled = resolveCommit(await findRepository(origin), 'mian');
  await expect(misspelled).rejects.toThrow(/'mian' is no commit .*: name a branch/);
});

test('what git says of a folder of somebody else is told whole, with its advice', async () => {
  const folder = makeRepository();
  process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';
  try {
    const told = findRepository(folder);
    await expect(told).rejects.toThrow(/dubious ownership .*git config .*safe\.directory/);
  } finally {
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
  }
});
