import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConfig } from '../../harness/config/check-config.ts';
import { orderLoad } from '../../harness/load-order.ts';
import { readEnvironment } from '../../harness/machine/environment.ts';
import { prepareExperiment } from '../../harness/prepare-experiment.ts';
import { prepareLoad } from '../../harness/prepare-load.ts';
import { keepSelftest, keptSelftestPath } from '../../results/kept-selftest.ts';
import { temporaryFolder } from '../cli/run-cli.ts';
import { makeSelftest } from '../results/make-selftest.ts';

const folder = temporaryFolder();
const stateBefore = process.env.XDG_STATE_HOME;

beforeAll(() => {
  process.env.XDG_STATE_HOME = folder;
});

afterAll(() => {
  if (stateBefore === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = stateBefore;
});

async function headers() {
  const plain = {
    name: 'Tiny',
    repetitions: 1,
    scenarios: [
      {
        name: 'talk',
        question: 'Who answers?',
        strategies: ['event-loop'],
        workload: { kind: 'conversation' },
        load: { loop: 'closed', connections: 2 },
      },
    ],
  };
  const config = checkConfig(plain, 'tiny');
  const choices = { id: 'tiny', seed: null, only: null, command: 'run' };
  const run = await prepareExperiment(config, choices);
  const load = prepareLoad(
    await orderLoad('event-loop', {
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
      ...{
        service: 'echo',
        transport: 'tcp',
        engine: 'auto',
        threads: 1,
        seed: 1,
        allowTarget: [],
      },
      ...{ warmupNs: 0, measureNs: 1e9, timeoutNs: 1e9 },
    }),
  );
  return [run.header, load.header];
}

test('runs and loads carry what the selftest of this machine said, or that it cannot be read', async () => {
  for (const header of await headers()) expect(header).not.toHaveProperty('selftest');
  await keepSelftest(makeSelftest(readEnvironment(), { verdict: 'fail' }));
  for (const { selftest } of await headers()) expect(selftest?.verdict).toBe('fail');
  writeFileSync(keptSelftestPath(), 'broken');
  for (const header of await headers()) {
    expect(header).not.toHaveProperty('selftest');
    expect(header.selftestUnreadable).toBe(keptSelftestPath());
  }
});
