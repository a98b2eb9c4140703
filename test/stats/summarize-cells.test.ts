import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../results/distribution.ts';
import { summarizeHistogram } from '../../results/histogram-codec.ts';
import { createTimeHistogram } from '../../results/time-histogram.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { summarizeCells } from '../../stats/summarize-cells.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';

const RUN = createSyntheticRun();
const CELL = RUN.trials.filter((result) => result.trial.cell === 'conversation/event-loop');

describe('a cell', () => {
  test('is the median of its trials', () => {
    const rates = [300, 100, 200, 500, 400];
    const [cell] = summarizeCells(
      CELL.map((result, index) => ({ ...result, throughputPerSec: rates[index] ?? 0 })),
    );
    expect(cell?.metrics.throughputPerSec).toMatchObject({ center: 300, trials: 5 });
  });

  test('has the proportional set size of the trials that know it', () => {
    const known = [100, null, 300, undefined, 200];
    const [cell] = summarizeCells(
      CELL.map((result, index): TrialResult => {
        if (result.server === null) return result;
        const { pssBytes: _, ...server } = result.server;
        const pssBytes = known[index];
        return { ...result, server: pssBytes === undefined ? server : { ...server, pssBytes } };
      }),
    );
    expect(cell?.metrics.pssBytes).toMatchObject({ center: 200, trials: 3 });
  });

  test('counts complete trials only, and names the others with their reason', () => {
    const broken = CELL.map(
      (result, index): TrialResult =>
        index === 0
          ? { ...result, status: 'invalid', reasons: ['noise'], throughputPerSec: 1e9 }
          : result,
    );
    const [cell] = summarizeCells(broken);
    expect(cell?.completeTrials).toBe(4);
    expect(cell?.metrics.throughputPerSec?.center).toBeLessThan(1e6);
    expect(cell?.ledger.ok).toBe(broken.slice(1).reduce((sum, each) => sum + each.counts.ok, 0));
    expect(cell?.excluded).toEqual([
      { id: CELL[0]?.trial.id, status: 'invalid', reasons: ['noise'] },
    ]);
  });

  test('adds histograms up: a percentile is that of all messages, not a mean of percentiles', () => {
    const fast = distribution(1_000, 9_000);
    const slow = distribution(100_000, 1_000);
    const [cell] = summarizeCells(
      CELL.slice(0, 2).map((result, index) => ({
        ...result,
        responseTimeNs: index === 0 ? fast : slow,
      })),
    );
    const at = (quantile: number) =>
      cell?.responseCurve.find((point) => point.quantile >= quantile - 1e-9)?.timeNs ?? Number.NaN;
    // 1,000 of 10,000 are slow: up to the 90th percentile all are fast, beyond it all are slow.
    expect(at(0.9)).toBeLessThan(1_010);
    expect(at(0.92)).toBeGreaterThanOrEqual(100_000);
  });

  test('draws no percentile that fewer than ten messages lie beyond', () => {
    const [cell] = summarizeCells(
      CELL.slice(0, 1).map((result) => ({ ...result, responseTimeNs: distribution(1_000, 1_000) })),
    );
    expect(cell?.responseCurve.at(-1)?.quantile).toBeCloseTo(0.99, 6);
  });

  test('with one reply on each connection is told from one that talks', () => {
    const cells = summarizeCells(RUN.trials);
    const oneReply = cells.filter((cell) => cell.connections.oneReplyEach);
    expect(oneReply.map((cell) => cell.cell)).toEqual([
      'conversation/one-shot',
      'conversation/connection-loop',
    ]);
  });

  test('is named by what differs in its scenario', () => {
    const [first] = CELL;
    if (first === undefined) throw new Error('no trial');
    const big: TrialResult = {
      ...first,
      trial: {
        ...first.trial,
        cell: 'conversation/event-loop/1024',
        workload: { kind: 'conversation', payloadBytes: 1_024 },
      },
    };
    expect(summarizeCells([first, big]).map((cell) => cell.label)).toEqual([
      'event-loop, 64 B',
      'event-loop, 1024 B',
    ]);
    expect(summarizeCells([first]).map((cell) => cell.label)).toEqual(['event-loop']);
  });
});

function distribution(timeNs: number, count: number): Distribution {
  const histogram = createTimeHistogram();
  histogram.recordValueWithCount(timeNs, count);
  return summarizeHistogram(histogram, {
    rawMin: timeNs,
    rawMax: timeNs,
    sum: timeNs * count,
    count,
  });
}
