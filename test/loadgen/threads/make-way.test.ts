import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** In a process of its own: there is no way back. */
const PROGRAM = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { Worker } from 'node:worker_threads';
  import { makeWayForLoadThreads } from ${JSON.stringify(new URL('../../../loadgen/threads/make-way.ts', import.meta.url).href)};
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  worker.once('online', () => {
    makeWayForLoadThreads();
    for (const tid of readdirSync('/proc/self/task')) {
      const stat = readFileSync('/proc/self/task/' + tid + '/stat', 'latin1');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      console.log(name, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    }
    process.exit();
  });
`;

test('the coordinator and V8’s helpers step back, and the load threads do not', () => {
  const args = ['--input-type=module', '-e', PROGRAM];
  const lines = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n');
  const nice = (name: string) =>
    lines.filter((line) => line.includes(name)).map((line) => Number(line.split(' ').at(-1)));
  expect(nice('MainThread')).toEqual([19]);
  expect(nice('V8Worker').every((value) => value === 19)).toBe(true);
  expect(nice('WorkerThread')).toEqual([0]);
});
