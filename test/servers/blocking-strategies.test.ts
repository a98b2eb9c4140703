import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { loadStrategy } from '../../servers/registry.ts';
import { testStrategy } from './contract.ts';
import { contractCases, makeSocketFolder } from './contract-cases.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const BLOCKING = [
  'one-shot',
  'connection-loop',
  'conversation-loop',
  'process-per-connection',
  'thread-per-connection',
];

for (const name of BLOCKING) {
  const strategy = await loadStrategy(name);
  testStrategy(strategy, contractCases(strategy, folder));
}
