import { spawn } from 'node:child_process';
import { dieWithParent } from '../../sockets/parent-death.ts';

/** In the role of the parent it starts itself in the role of the child, and both wait. */
const role = process.argv[2];
if (role === 'parent') {
  const own = process.argv[1] ?? '';
  spawn(process.execPath, [own, 'child', String(process.pid)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
if (role === 'child') {
  dieWithParent(Number(process.argv[3]));
  process.stdout.write('bound\n');
}
if (role === 'orphan') dieWithParent(process.pid);
// Longer than a test may take, and not for ever: a test that fails leaves nothing behind.
setTimeout(() => {}, 60_000);
