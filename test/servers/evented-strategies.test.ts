import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { loadStrategy } from '../../servers/registry.ts';
import { testStrategy } from './contract.ts';
import { contractCases, distributionCases, makeSocketFolder } from './contract-cases.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of ['event-loop', 'worker-threads', 'cluster', 'worker-pool']) {
  const strategy = await loadStrategy(name);
  const more = name === 'cluster' ? distributionCases(folder) : [];
  testStrategy(strategy, [...contractCases(strategy, folder), ...more]);
}
