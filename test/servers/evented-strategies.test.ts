import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { loadStrategy, STRATEGY_NAMES } from '../../servers/registry.ts';
import { BLOCKING_NAMES } from './blocking-names.ts';
import {
  contractCases,
  distributionCases,
  makeSocketFolder,
} from './strategy-contract/contract-cases.ts';
import { testStrategy } from './strategy-contract/strategy-contract.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of STRATEGY_NAMES.filter((each) => !BLOCKING_NAMES.includes(each))) {
  const strategy = await loadStrategy(name);
  const more = name === 'cluster' ? distributionCases(folder) : [];
  testStrategy(strategy, [...contractCases(strategy, folder), ...more]);
}
