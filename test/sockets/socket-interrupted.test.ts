import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ConnectedPair } from './connected-pair.ts';

const FIXTURE = fileURLToPath(new URL('./interrupted-receive.child.ts', import.meta.url));

test('a signal does not end a blocked receive', async () => {
  using pair = new ConnectedPair();
  const child = spawn(process.execPath, [FIXTURE], {
    stdio: ['ignore', 'pipe', 'inherit', pair.server.descriptor],
  });
  pair.server.close();
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the child has no standard output');
  await once(child.stdout, 'data');
  for (let signal = 0; signal < 3; signal += 1) {
    await asleep(child.pid ?? 0);
    child.kill('SIGUSR2');
  }
  await asleep(child.pid ?? 0);
  pair.client.sendAll(Buffer.from('x'));
  expect((await exited)[0]).toBe(0);
});

/** Resolves when the main thread of the process sleeps in the kernel. */
async function asleep(pid: number): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (Date.now() < giveUpAt) {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1');
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('S')) return;
    await setImmediate();
  }
  throw new Error(`process ${pid} did not fall asleep within 10 s`);
}
