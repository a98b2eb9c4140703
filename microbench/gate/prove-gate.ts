import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { GateResult } from '../../results/gate-result.ts';
import { makeRepository, writeServer } from './changed-repository.ts';
import { type ProvedGate, readProof, renderProof } from './proof-table.ts';

/**
 * Real gates of one cell whose true change is known: nothing, 5 % and 10 % more CPU per message.
 * `npm run gate:prove` takes about an hour; `-- --gates 2 --only same` less. Every gate is kept in
 * `--out`, and one that is there is not measured again: start it anew, and it goes on.
 */
const CHANGES: Readonly<Record<string, number>> = { same: 0, five: 0.05, ten: 0.1 };
/** Run, not imported: what is proved is what a user has. */
const ENTRY = join(import.meta.dirname, '..', '..', 'bin', 'echosounder.js');
const CELL = 'mine';
/** A share of what a message costs, large enough to be weighed well. */
const WEIGHED = 0.2;

const { values: options } = parseArgs({
  options: {
    gates: { type: 'string', default: '20' },
    only: { type: 'string', multiple: true, default: Object.keys(CHANGES) },
    out: { type: 'string', default: 'runs/gate-proof' },
  },
});
const unknown = options.only.find((name) => CHANGES[name] === undefined);
if (unknown !== undefined) {
  throw new RangeError(`no change '${unknown}': there are ${Object.keys(CHANGES).join(', ')}`);
}

const out = resolve(options.out);
const folder = mkdtempSync(join(tmpdir(), 'echosounder-proof-'));
const proved: ProvedGate[] = [];
let isStopped = false;
try {
  makeRepository(folder, CELL);
  const weight = await weighExtra();
  for (let number = 1; number <= Number(options.gates); number += 1) {
    // In turns, so that what the machine does in the meantime meets all of them alike.
    for (const change of options.only) {
      if (isStopped) break;
      const extraNs = Math.round(weight.extraNsForDouble * (CHANGES[change] ?? 0));
      const result = await gate(`${change}-${number}`, number, extraNs);
      if (result !== null) proved.push({ change, result });
      process.stderr.write(`${change}-${number}: ${result?.verdict ?? 'not finished'}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(renderProof(proved, CHANGES));
}

/**
 * Computation costs more between system calls than in the loop that timed it, because caches and
 * branch predictors were others' meanwhile. So one gate of a known extra tells what that adds in its
 * place, and by this the changes get the size that they are called by.
 */
async function weighExtra(): Promise<{ readonly extraNsForDouble: number }> {
  const { base } = await learnCpuNs('cost', 0);
  const timedNs = Math.round(base * WEIGHED);
  const weighed = await learnCpuNs('weight', timedNs);
  const added = weighed.head / weighed.base - 1;
  if (!(added > 0)) throw new Error(`${timedNs} ns more per message did not show: see ${out}`);
  process.stderr.write(
    `a message costs ${Math.round(base)} ns; ${timedNs} ns more add ${(added * 100).toFixed(1)} %\n`,
  );
  return { extraNsForDouble: timedNs / added };
}

async function learnCpuNs(
  name: string,
  extraNs: number,
): Promise<{ readonly base: number; readonly head: number }> {
  const result = await gate(name, 0, extraNs);
  const test = result?.tests.find(({ metric }) => metric === 'cpu-per-message');
  const { baseMedian = null, headMedian = null } = test ?? {};
  if (baseMedian === null || headMedian === null) {
    throw new Error(`no pair could be measured: see ${out}`);
  }
  return { base: baseMedian, head: headMedian };
}

async function gate(name: string, seed: number, extraNs: number): Promise<GateResult | null> {
  const place = join(out, name);
  const before = readProof(place);
  if (before !== null) return before;
  rmSync(place, { recursive: true, force: true });
  writeServer(folder, extraNs);
  const args = ['gate', '--base', 'main', '--config', 'gate.config.mjs', '--seed', String(seed)];
  const child = spawn(process.execPath, [ENTRY, ...args, '--out', place], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const stop = (): void => {
    isStopped = true;
    child.kill('SIGTERM');
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await once(child, 'exit');
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return readProof(place);
}
