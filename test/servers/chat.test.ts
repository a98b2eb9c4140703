import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { groupMembers } from '../../servers/hosting/process-group.ts';
import { loadStrategy } from '../../servers/registry.ts';
import { startServer } from '../../servers/start-server.ts';
import { type ChatSize, hangUp, joinEach, testChat } from './chat-contract.ts';
import { contractCases, distributionCases, makeSocketFolder } from './contract-cases.ts';

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

/** Those whose clients sit in processes that can die alone. */
const PROCESSES = ['process-per-connection', 'cluster'];

const STRATEGIES = [
  'process-per-connection',
  'thread-per-connection',
  'event-loop',
  'worker-threads',
  'cluster',
  'worker-pool',
];

for (const name of STRATEGIES) {
  const strategy = await loadStrategy(name);
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

test.each(PROCESSES)(
  '%s: the members of a process that is killed are heard to leave',
  async (name) => {
    const listen = { transport: 'tcp', host: '127.0.0.1', port: 0 } as const;
    const server = await startServer(name, { ...OPTIONS, listen, workers: 2 });
    const [ann, bob] = await joinEach(server.address, 'tea', ['ann', 'bob']);
    const victim = groupMembers(server.pid).find((pid) => pid !== server.pid) ?? 0;
    process.kill(victim, 'SIGKILL');
    const outcomes = await Promise.allSettled([
      ann.untilHeard('left', 'bob'),
      bob.untilHeard('left', 'ann'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    hangUp(ann, bob);
    await server.stop();
  },
);
