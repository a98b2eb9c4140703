import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  listTree,
  readTreePss,
  readTreeSwitches,
} from '../../../../harness/trial/watches/process-tree.ts';
import { TreeSampler, type TreeUsage } from '../../../../harness/trial/watches/tree-sampler.ts';

/**
 * A tree of two: each process works off one line of its input at a time. `burn MS` uses so much CPU
 * time, `pass TEXT` gives a line to the child, `bear` makes a new one, `end` ends.
 */
const PROGRAM = `
const { spawn } = require('node:child_process');
const isRoot = process.argv[1] === 'root';
const bear = () => spawn(process.execPath, ['-e', process.env.PROGRAM, 'child'], { stdio: ['pipe', 'inherit', 'inherit'] });
let child = isRoot ? bear() : null;
child?.on('exit', () => console.log('child ended'));
const burn = (ms) => { const from = process.cpuUsage(); let used; do { used = process.cpuUsage(from); } while (used.user + used.system < ms * 1000); };
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, ...rest] = line.split(' ');
  if (word === 'burn') { burn(Number(rest[0])); console.log('burned'); }
  if (word === 'pass') child.stdin.write(rest.join(' ') + '\\n');
  if (word === 'bear') child = bear();
  if (word === 'end') process.exit(0);
}).on('close', () => process.exit(0));
console.log('ready ' + process.pid);
`;

interface Tree {
  readonly root: number;
  readonly child: number;
  /** Gives the root a line and waits for what is said next. */
  tell(line: string): Promise<string>;
}

async function startTree(): Promise<Tree> {
  const process_ = spawn(process.execPath, ['-e', PROGRAM, 'root'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PROGRAM },
  });
  onTestFinished(() => end(process_));
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => String((await lines.next()).value);
  const pids = [await hear(), await hear()].map((line) => Number(line.split(' ')[1]));
  const root = process_.pid ?? 0;
  return {
    root,
    child: pids.find((pid) => pid !== root) ?? 0,
    tell(line) {
      process_.stdin.write(`${line}\n`);
      return hear();
    },
  };
}

/** The child ends with its input, and that ends with the root. */
async function end(root: ChildProcess): Promise<void> {
  if (root.exitCode !== null || root.signalCode !== null) return;
  root.kill('SIGKILL');
  await once(root, 'exit');
}

function readTreeUsage(root: number): TreeUsage {
  const tree = new TreeSampler(root);
  onTestFinished(() => tree.close());
  return tree.look();
}

const onLinux = process.platform === 'linux';

describe.skipIf(!onLinux)('a process tree (Linux: it is read from /proc)', () => {
  test('holds the root and its children, parents first', async () => {
    const { root, child } = await startTree();
    expect(listTree(root)).toEqual({ pids: [root, child], parents: [`${root}/task/${root}`] });
    expect(readTreeUsage(root).processes).toBe(2);
    expect(readTreeUsage(child).processes).toBe(1);
  });

  test('uses what its root and its children use', async () => {
    const { root, tell } = await startTree();
    const before = readTreeUsage(root);
    await tell('burn 60');
    const between = readTreeUsage(root);
    await tell('pass burn 60');
    const after = readTreeUsage(root);
    expect(between.cpuNs - before.cpuNs).toBeGreaterThanOrEqual(59e6);
    expect(after.cpuNs - between.cpuNs).toBeGreaterThanOrEqual(59e6);
    expect(after.rssBytes).toBeGreaterThan(20 << 20);
  });

  test('keeps the CPU time of a child that has ended, to the 10 ms of the kernel', async () => {
    const { root, tell } = await startTree();
    await tell('pass burn 100');
    const before = readTreeUsage(root);
    expect(await tell('pass end')).toBe('child ended');
    const after = readTreeUsage(root);
    expect(after.processes).toBe(1);
    expect(after.cpuNs).toBeGreaterThan(before.cpuNs - 21e6);
  });

  test('that is looked at again has the children that came meanwhile, and not those that went', async () => {
    const { root, tell } = await startTree();
    const tree = new TreeSampler(root);
    onTestFinished(() => tree.close());
    const before = tree.look();
    await tell('pass end');
    expect(tree.look().processes).toBe(1);
    await tell('bear');
    const after = tree.look();
    expect(after.processes).toBe(2);
    expect(after.rssBytes).toBeGreaterThan(before.rssBytes / 2);
  });

  test('counts context switches and threads of all its processes', async () => {
    const { root, child, tell } = await startTree();
    const before = readTreeSwitches(root);
    for (let i = 0; i < 5; i += 1) await tell('pass burn 0');
    const after = readTreeSwitches(root);
    expect(after.voluntary - before.voluntary).toBeGreaterThanOrEqual(5);
    const own = readTreeSwitches(child).threads;
    expect(own).toBeGreaterThan(1);
    expect(after.threads).toBeGreaterThan(own);
  });

  test('that is gone uses nothing', async () => {
    const gone = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(gone, 'exit');
    expect(readTreeUsage(gone.pid ?? 0)).toEqual({ cpuNs: 0, rssBytes: 0, processes: 0 });
    expect(readTreeSwitches(gone.pid ?? 0)).toMatchObject({ threads: 0 });
  });
});

test('memory of a tree is at most the sum of its resident sets, and more than nothing', () => {
  const pssBytes = readTreePss(process.pid)?.pssBytes ?? null;
  expect(pssBytes).toBeGreaterThan(1 << 20);
  expect(pssBytes).toBeLessThanOrEqual(readTreeUsage(process.pid).rssBytes * 1.1);
});

test('a process that is not there has no memory to tell of', () => {
  expect(readTreePss(2 ** 22 + 1)).toBeNull();
});
