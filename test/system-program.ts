import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

/**
 * A test that talks to a system program. Where the program is missing the test is skipped under a
 * name that says what to install; in CI it fails, because there nothing may be skipped.
 */
export function testWith(program: string, debianPackage: string) {
  const isThere = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  return testWhere(isThere, `needs ${program}: apt-get install ${debianPackage}`);
}

/** The same for anything that may be missing; `lacking` says what, and what to do. */
export function testWhere(isThere: boolean, lacking: string) {
  if (isThere || process.env.CI === 'true') return test;
  return (name: string, _body: () => Promise<void> | void): void => {
    test.skip(`${name} (${lacking})`, () => {});
  };
}
