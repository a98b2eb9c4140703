import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../harness/config/check-config.ts';
import { prepareExperiment } from '../../harness/prepare-experiment.ts';
import { runExperiment } from '../../harness/run-experiment.ts';

const config = checkConfig(
  {
    name: 'Two servers, one of which cannot start',
    repetitions: 1,
    scenarios: [
      {
        name: 'talk',
        question: 'Does the other one still run?',
        strategies: ['event-loop', 'connection-loop'],
        workload: { kind: 'conversation' },
        load: { loop: 'closed', connections: 2 },
        warmup: '20ms',
        measure: '50ms',
      },
    ],
  },
  'test',
);

async function prepare() {
  const choices = { id: 'test', seed: null, only: null, command: 'test' };
  return await prepareExperiment(config, choices);
}

describe('a run', () => {
  test('goes on when a server does not start; its trial is incomplete and says why', async () => {
    const experiment = await prepare();
    const setting = { ...experiment.setting, readyTimeoutMs: 1 };
    const results = [];
    for await (const event of runExperiment({ ...experiment, setting }, () => {}, idle())) {
      if (event.type === 'trial-finished') results.push(event.result);
    }
    expect(results.map(({ status }) => status)).toEqual(['incomplete', 'incomplete']);
    for (const { reasons } of results) expect(reasons[0]).toMatch(/did not listen within 1 ms/);
  });

  test('starts nothing after an interrupt', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const events = await Array.fromAsync(runExperiment(await prepare(), () => {}, stopped.signal));
    expect(events).toEqual([]);
  });
});

function idle(): AbortSignal {
  return new AbortController().signal;
}
