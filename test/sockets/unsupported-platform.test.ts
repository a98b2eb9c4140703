import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { unsupportedReason } from '../../sockets/libc.ts';

const run = promisify(execFile);
const FIXTURE = fileURLToPath(new URL('./unsupported-platform.child.ts', import.meta.url));

test('here, on Linux, sockets are supported', () => {
  expect(unsupportedReason()).toBeNull();
});

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'ppc64'],
])('on %s %s importing works, and using says one clear sentence', async (platform, arch) => {
  const { stdout } = await run(process.execPath, [FIXTURE, platform, arch]);
  const sentence = `POSIX sockets need Linux on x64 or arm64; this is ${platform} on ${arch}`;
  const said: string[] = JSON.parse(stdout);
  expect(said.length).toBeGreaterThan(5);
  expect(new Set(said)).toEqual(new Set([sentence]));
});
