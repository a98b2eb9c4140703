import { expect, test } from 'vitest';
import { checkConfig } from '../../harness/config/check-config.ts';
import { prepareExperiment } from '../../harness/prepare-experiment.ts';

const TARGET_NS = 2_000;
const config = checkConfig(
  {
    name: 'Tiny',
    work: { duration: '2us' },
    scenarios: [
      {
        name: 'work',
        question: 'Who computes?',
        strategies: ['event-loop'],
        service: 'work',
        workload: { kind: 'conversation' },
        load: { loop: 'closed', connections: 2 },
      },
    ],
  },
  'tiny',
);
const choices = { id: 'tiny', seed: null, only: null, command: 'run' };

test('a message takes the work of an earlier run, so that the two can be compared', async () => {
  const work = { rounds: 7, targetNs: TARGET_NS };
  const { header, setting } = await prepareExperiment(config, { ...choices, work });
  expect([setting.workRounds, header.work]).toEqual([7, work]);
});

test('a message takes the work of this config where an earlier run was asked for another', async () => {
  const work = { rounds: 1_000_000, targetNs: TARGET_NS * 1_000 };
  const { header } = await prepareExperiment(config, { ...choices, work });
  expect(header.work?.targetNs).toBe(TARGET_NS);
  expect(header.work?.rounds).toBeLessThan(work.rounds);
});
