import { rmSync } from 'node:fs';
import { afterAll, describe, test } from 'vitest';
import { loadStrategies } from '../../servers/registry.ts';
import { type ChatSize, testChat } from './strategy-contract/chat.ts';
import {
  contractCases,
  distributionCases,
  makeSocketFolder,
} from './strategy-contract/contract-cases.ts';

const folder = makeSocketFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** A member of these costs a process or a thread: 20 of them once, fewer for every other transport. */
const DEAR: readonly string[] = ['process-per-connection', 'thread-per-connection'];
const MANY: ChatSize = { members: 20, messages: 15 };
const FEW: ChatSize = { members: 4, messages: 15 };

const OPTIONS = {
  service: 'chat',
  backlog: 511,
  workers: 3,
  distribution: 'round-robin',
  work: { rounds: 1, messageBytes: 1 },
} as const;

const strategies = await loadStrategies();

for (const strategy of strategies.filter(({ admits }) => admits === 'concurrent')) {
  const { name } = strategy;
  const cases = contractCases(strategy, folder);
  const more = name === 'cluster' ? distributionCases(folder) : [];
  for (const [index, { label, listen, distribution }] of [...cases, ...more].entries()) {
    const options = { ...OPTIONS, listen, distribution };
    const title = `${name}, ${label}`;
    const obstacle = strategy.unsupported(options);
    if (obstacle !== null) test.skip(`${title} can't run here: ${obstacle}`, () => {});
    else
      describe(title, () =>
        testChat(strategy, options, DEAR.includes(name) && index > 0 ? FEW : MANY),
      );
  }
}
