import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { loadStrategy } from '../../servers/registry.ts';
import { BLOCKING_NAMES } from './blocking-names.ts';
import { testStrategy } from './contract.ts';
import { contractCases, makeSocketFolder } from './contract-cases.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of BLOCKING_NAMES) {
  const strategy = await loadStrategy(name);
  testStrategy(strategy, contractCases(strategy, folder));
}
