import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PARENT = fileURLToPath(new URL('./parent-death.child.ts', import.meta.url));

test('a child ends with its parent, however that ends', async () => {
  const parent = spawn(process.execPath, [PARENT, 'parent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The pipe is inherited by parent and child: it ends when both are gone.
  const [line] = await once(parent.stdout, 'data');
  expect(String(line)).toBe('bound\n');
  const bothGone = once(parent.stdout.resume(), 'end');
  parent.kill('SIGKILL');
  await bothGone;
});

test('a child whose parent is already another one ends at once', async () => {
  const child = spawn(process.execPath, [PARENT, 'orphan'], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
});
