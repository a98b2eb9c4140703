import { describe, expect, test } from 'vitest';
import { renderComparison } from '../../reports/comparison.ts';
import { visibleWidth } from '../../reports/wrap-text.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { compareRuns } from '../../stats/compare-runs.ts';
import { createSyntheticRun } from './synthetic/run.ts';

const base = createSyntheticRun({ repetitions: 5 });

/** A head that is slower in one place and runs on another kernel. */
const head = {
  ...base,
  header: {
    ...base.header,
    environment: { ...base.header.environment, kernel: '6.99\u001b[31m' },
  },
  trials: base.trials.map((trial): TrialResult => {
    const isSlower = trial.trial.cell === 'conversation/event-loop' && trial.server !== null;
    if (!isSlower || trial.server === null) return trial;
    const cpuNsPerMessage = (trial.server.cpuNsPerMessage ?? 0) * 1.4;
    return { ...trial, server: { ...trial.server, cpuNsPerMessage } };
  }),
};

describe('a comparison on a terminal', () => {
  const shown = { base: 'runs/a', head: 'runs/b', comparison: compareRuns(base, head), all: false };

  test('says what differs besides the servers, then each cell with ratio, interval and word', async () => {
    const text = renderComparison(shown, { color: false, width: 100 });
    await expect(text).toMatchFileSnapshot('../testdata/golden/comparison-100.txt');
    expect(text).not.toContain('\u001b');
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(100);
  });

  test('lists what stayed the same only when asked', () => {
    const count = (all: boolean) =>
      renderComparison({ ...shown, all }, { color: false, width: 100 }).split('\n').length;
    expect(count(true)).toBeGreaterThan(count(false) + 50);
  });

  test('counts how many differences chance alone would make', () => {
    const text = renderComparison(shown, { color: false, width: 100 }).replaceAll('\n', ' ');
    expect(text).toMatch(/of \d+ comparisons about \d+\.\d may look different by chance/);
  });
});
