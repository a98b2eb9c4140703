import { expect, test } from 'vitest';
import { searchRates } from '../../../harness/saturation/search-rates.ts';
import { describeUnstarted } from '../../../harness/trial/unstarted-trial.ts';
import type { Trial } from '../../../results/trial.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { sound, trial } from '../trial/trial-fixtures.ts';

const QUEST = {
  bound: { figure: 'p99', belowNs: 5_000_000 },
  arrivals: 'constant',
  probesMax: 16,
  narrowTo: 1.05,
} as const;
const WATCHER = { probing: () => {}, probed: () => {}, progress: () => {} };
const CLOSED = { loop: 'closed', connections: 10, depth: 1, thinkTimeNs: 0 } as const;

const search = (measure: (trial: Trial) => TrialResult, interrupt = new AbortController()) =>
  searchRates(
    { name: 'told', trial: { ...trial, load: CLOSED }, measure: async (probe) => measure(probe) },
    QUEST,
    WATCHER,
    interrupt.signal,
  );

const SILENT: Partial<TrialResult> = {
  status: 'incomplete',
  reasons: ['nothing was answered'],
  counts: { ...sound.counts, answeredInWindow: 0 },
  connections: { ...sound.connections, served: 0, starved: 10 },
};

test('a server that hangs for good after the first probe is searched for two more, not sixteen', async () => {
  const { answer, probes } = await search((probe) =>
    /\.(guess|probe1)$/.test(probe.id)
      ? { ...sound, trial: probe }
      : { ...sound, ...SILENT, trial: probe },
  );
  expect(probes.map(({ outcome }) => outcome)).toEqual(['held', 'unanswered', 'unanswered']);
  expect(answer).toMatchObject({ missedPerSec: null, end: 'unanswered' });
});

test.each([
  ['whose server did not come up any more', () => describeUnstarted],
  ['that the host spoiled as well', () => null],
])('a probe %s when the user interrupted is told as interrupted', async (_, unstarted) => {
  const interrupt = new AbortController();
  const describe = unstarted();
  const { answer, probes } = await search((probe) => {
    if (probe.id.endsWith('.guess')) return { ...sound, trial: probe };
    interrupt.abort();
    if (describe !== null) return describe(probe, 'SIGINT', { engine: 'node', loadThreads: 1 });
    const counts = { ...sound.counts, answeredInWindow: 1 };
    return { ...sound, status: 'invalid', reasons: ['host-noise: others'], counts, trial: probe };
  }, interrupt);
  expect(probes.map(({ outcome }) => outcome)).toEqual(['interrupted']);
  expect(answer.end).toBe('interrupted');
});
