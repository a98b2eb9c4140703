import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseUnwritable } from '../../../cli/output/refuse-unwritable.ts';
import { OutputError } from '../../../results/output-error.ts';
import { runCli, temporaryFolder } from '../run-cli.ts';

const folder = temporaryFolder();

describe('before anything is measured', () => {
  test('a file that can be made or replaced is no problem, nor what is no file', () => {
    writeFileSync(join(folder, 'old.json'), '');
    symlinkSync(join(folder, 'old.json'), join(folder, 'link.json'));
    const places = ['new.json', 'old.json', 'link.json'].map((name) => join(folder, name));
    refuseUnwritable([undefined, '-', '/dev/null', ...places]);
  });

  test.each([
    ['a folder that is not there', join(folder, 'absent', 'x.json'), /ENOENT/],
    ['a folder where a file is meant', folder, /EISDIR.*name a file/],
    ['a file where a folder is meant', join(folder, 'old.json', 'x.json'), /ENOTDIR/],
  ])('%s is refused', (_what, path, told) => {
    expect(() => refuseUnwritable([path])).toThrow(OutputError);
    expect(() => refuseUnwritable([path])).toThrow(told);
  });

  test('a load does not begin whose result could not be kept: exit 4', async () => {
    const { code, stdout, stderr } = await runCli('load', 'event-loop', '--hgrm', folder);
    expect(stderr).toMatch(/cannot write .*EISDIR/);
    expect(stdout).toBe('');
    expect(code).toBe(4);
  });
});
