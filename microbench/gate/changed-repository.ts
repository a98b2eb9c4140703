import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GATE = {
  connections: 16,
  warmup: '150ms',
  measure: '400ms',
};

/** A repository with one commit: a server that echoes, and the gate of it. */
export function makeRepository(folder: string, cell: string): void {
  const strategies = [{ name: cell, command: ['node', 'server.cjs'], ready: { line: '^ready' } }];
  const scenario = {
    name: 'none',
    question: 'Why?',
    workload: { kind: 'conversation' },
    load: { loop: 'closed' },
  };
  const config = { name: 'proof', scenarios: [scenario], gate: { strategies, ...GATE } };
  writeFileSync(join(folder, 'gate.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  writeServer(folder, 0);
  const git = ['-C', folder, '-c', 'user.name=proof', '-c', 'user.email=proof@localhost'];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '.'],
    ['commit', '-qm', 'base'],
  ]) {
    execFileSync('git', [...git, ...args]);
  }
}

/**
 * Puts so much computation into every message. What a round costs, the server finds out before it
 * is ready, for so long that its compiled code is measured; both sides do the same before that.
 */
export function writeServer(folder: string, extraNs: number): void {
  writeFileSync(
    join(folder, 'server.cjs'),
    `const EXTRA_NS = ${extraNs};
let sink = 0;
function compute(rounds) {
  let value = sink;
  for (let round = 0; round < rounds; round += 1) value = Math.imul(value ^ round, 0x9e3779b1);
  sink = value;
}
function costOf(rounds) {
  const start = process.hrtime.bigint();
  compute(rounds);
  return Number(process.hrtime.bigint() - start) / rounds;
}
for (let warm = 0; warm < 2000; warm += 1) compute(1000);
const costs = Array.from({ length: 101 }, () => costOf(20000)).sort((a, b) => a - b);
const ROUNDS = Math.round(EXTRA_NS / costs[50]);
require('node:net')
  .createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      compute(ROUNDS);
      socket.write(bytes);
    });
  })
  .listen(process.env.PORT, '127.0.0.1', () => console.log('ready'));
`,
  );
}
