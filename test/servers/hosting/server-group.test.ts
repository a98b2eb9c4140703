import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';

const MODULE = new URL('../../../servers/hosting/server-group.ts', import.meta.url).href;
const LIMIT_MS = 15_000;

/** Starts a group, ends it when it has said its first words, and has nothing else to do. */
function program(script: string): string {
  return `
    import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { ServerGroup } from ${JSON.stringify(MODULE)};
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn('/bin/sh', ['-c', ${JSON.stringify(script)}], { detached: true, stdio });
    const group = new ServerGroup(child, child.pid, { showLog: false });
    await once(child.stdout, 'data');
    console.log(JSON.stringify(await group.stop()));
  `;
}

async function runProgram(script: string): Promise<unknown> {
  const args = ['--input-type=module', '-e', program(script)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS });
  return JSON.parse(stdout);
}

describe('whoever ends a group and has nothing else to do', () => {
  test('lives until it has its last words', async () => {
    const script = 'trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done';
    expect(await runProgram(script)).toEqual({
      ...{ code: 3, signal: null, stderrTail: 'up\nbye\n', forced: false },
    });
  });

  test.skipIf(process.platform !== 'linux')(
    'is not kept by a process that left the group with its pipes',
    async () => {
      // It says its number, so that the test can end it: nobody else will.
      const script = 'setsid sleep 20 & echo $!; exec sleep 60';
      const exit = await runProgram(script);
      expect(exit).toMatchObject({ code: null, signal: 'SIGTERM', forced: false });
      const { stderrTail } = exit as { stderrTail: string };
      const stray = Number(stderrTail.trim());
      onTestFinished(() => void process.kill(stray, 'SIGKILL'));
      expect(process.kill(stray, 0)).toBe(true);
    },
  );
});
