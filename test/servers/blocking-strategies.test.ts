import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { loadStrategy } from '../../servers/registry.ts';
import { BLOCKING_NAMES } from './blocking-names.ts';
import { contractCases, makeSocketFolder } from './strategy-contract/contract-cases.ts';
import { testStrategy } from './strategy-contract/strategy-contract.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of BLOCKING_NAMES) {
  const strategy = await loadStrategy(name);
  testStrategy(strategy, contractCases(strategy, folder));
}
