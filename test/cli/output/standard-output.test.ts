import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../bin/echosounder.js', import.meta.url));
const LOAD = ['load', 'event-loop', '-d', '200ms', '--warmup', '50ms', '-c', '2', '--json', '-'];

const testWithDevFull = test.skipIf(!existsSync('/dev/full'));

async function endOf(child: ReturnType<typeof spawn>): Promise<{ code: unknown; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

describe.each([
  ['a load', LOAD],
  ['the help', ['--help']],
])('%s', (_, args) => {
  test('ends quietly when its reader has left', async () => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.destroy();
    const { code, stderr } = await endOf(child);
    expect(stderr).not.toMatch(/EPIPE|^ {4}at /m);
    expect([0, 3]).toContain(code);
  });

  testWithDevFull(
    'says in a sentence that the disk is full: exit 4 (needs /dev/full)',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', full, 'pipe'] });
      const { code, stderr } = await endOf(child);
      expect(stderr.match(/cannot write to standard output \(ENOSPC\)/g)).toHaveLength(1);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(code).toBe(4);
    },
  );
});
