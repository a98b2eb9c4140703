import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { refuseSharedFiles } from '../../../harness/gate/refuse-shared-files.ts';

const entry = (...command: string[]) =>
  ({ name: 'mine', command, env: {}, port: 'free', ready: 'port' }) as const;

test('a command that names a file of head by its whole path is refused, with what to write', () => {
  expect(() => refuseSharedFiles([entry('node', '/srv/app/src/server.js')], '/srv/app')).toThrow(
    'mine: /srv/app/src/server.js is a file of head, and would be run for base too: write src/server.js',
  );
});

test('programs of the machine, and paths from the folder on, are no files of head', () => {
  const command = entry('/usr/bin/python3', 'server.py', '../data', '/srv/application/x', '{port}');
  refuseSharedFiles(['event-loop', { strategy: 'cluster' }, command], '/srv/app');
});

test.each([
  ['an argument with a name', entry('node', '--root=/srv/app/src'), {}],
  ['words for a shell', entry('sh', '-c', "cd '/srv/app' && ./serve"), {}],
  ['a place beside the folder, in the same repository', entry('node', '/srv/app/../app/x'), {}],
  ['the environment', entry('node', 'server.js'), { PYTHONPATH: '/lib:/srv/app/lib' }],
])('%s that names head by its whole path is refused', (_, command, env) => {
  expect(() => refuseSharedFiles([{ ...command, env }], '/srv/app/sub', '/srv/app')).toThrow(
    /is a file of head/,
  );
});

test('a longer name that only holds the path of head is another place', () => {
  const command = entry('/home/srv/app/x', '--data=/srv/app-data', '/mnt/srv/app.old');
  refuseSharedFiles([{ ...command, env: { DATA: '/opt/srv/app' } }], '/srv/app');
});

test('a link that leads into head is followed', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'echosounder-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'server'), '');
  symlinkSync(join(folder, 'app', 'server'), join(folder, 'link'));
  const refuse = (name: string) =>
    refuseSharedFiles([entry(join(folder, name))], join(folder, 'app'));
  expect(() => refuse('link')).toThrow(/is a file of head/);
  refuse('absent');
});
