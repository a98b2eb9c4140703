import { execFileSync } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { koffiFile, unsupportedReason } from '../../sockets/libc.ts';

const obstacle = unsupportedReason();
const claim =
  'a process that is told where koffi lies searches for nothing, and calls the C library';

if (obstacle !== null) test.skip(`${claim} (${obstacle})`, () => {});
else
  test(claim, () => {
    const file = koffiFile();
    expect(isAbsolute(file ?? '')).toBe(true);
    const libc = new URL('../../sockets/libc.ts', import.meta.url).href;
    const program = `
      const { libcFunction, loadKoffiFrom } = await import(${JSON.stringify(libc)});
      loadKoffiFrom(${JSON.stringify(file)});
      const isCalled = libcFunction('int getpid(void)')() === process.pid;
      const { createRequire } = await import('node:module');
      console.log(isCalled, Object.keys(createRequire(${JSON.stringify(libc)}).cache).join());
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program]);
    expect(String(output)).toBe(`true ${file}\n`);
  });
