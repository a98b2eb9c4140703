import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('../../../servers/hosting/watch-over-group.ts', import.meta.url).href;
/** No process has this number: beyond the greatest that Linux gives (man 5 proc, pid_max). */
const NO_GROUP = 2 ** 22 + 1;
const PROGRAM = `
  import { watchOverGroup } from ${JSON.stringify(MODULE)};
  await watchOverGroup(${NO_GROUP})();
  console.log('sent away');
`;

test('who sends the watch away and has nothing else to do lives until it is gone', () => {
  const args = ['--input-type=module', '-e', PROGRAM];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('sent away\n');
});
