import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ownCommand } from '../../../cli/output/own-command.ts';

const ENTRY = '/srv/echosounder/bin/echosounder.js';

test.each([
  ['/srv/echosounder', 'npx echosounder gate'],
  ['/srv/echosounder/docs', 'npx echosounder gate'],
  ['/srv/mine', 'node ../echosounder/bin/echosounder.js gate'],
  ['/srv/echosounder-two', 'node ../echosounder/bin/echosounder.js gate'],
])('a command to repeat runs this very echosounder, started in %s', (folder, command) => {
  expect(ownCommand(['gate'], folder, ENTRY)).toBe(command);
});

test('what a shell would take apart is quoted', () => {
  const words = ['runs/my run', "it's", '$(x)', '', 'HEAD~1'];
  const command = ownCommand(words, '/srv/echosounder', ENTRY);
  const heard = execFileSync('sh', ['-c', `npx() { printf '%s\\n' "$@"; }; ${command}`]);
  expect(heard.toString().split('\n').slice(1, -1)).toEqual(words);
});
