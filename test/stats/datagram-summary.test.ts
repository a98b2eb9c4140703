import { describe, expect, test } from 'vitest';
import { describeSpread } from '../../reports/words/spread-text.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { summarizeDatagrams } from '../../stats/datagram-summary.ts';
import { summarizeCells } from '../../stats/summarize-cells.ts';
import { makeTrial } from '../results/make-trial.ts';

const TRIAL = makeTrial();

function udpTrial(lost: number, heard: readonly number[], atServer: number | null): TrialResult {
  const datagramsPerWorker = heard.map((datagrams) => ({ peers: 1, datagrams }));
  return makeTrial({
    trial: { ...TRIAL.trial, transport: 'udp' },
    counts: { ...TRIAL.counts, scheduled: 1000, lost, timedOut: 5, duplicated: 2, reordered: 30 },
    receiveBufferLoss: { everywhere: 999, atServer },
    server: TRIAL.server === null ? null : { ...TRIAL.server, datagramsPerWorker },
  });
}

describe('what became of datagrams', () => {
  test('is nothing where there are none', () => {
    expect(summarizeDatagrams([TRIAL])).toBeNull();
    expect(summarizeDatagrams([])).toBeNull();
    expect(describeSpread(summarizeCells([TRIAL]))).toBeNull();
  });

  test('is told in shares of what was scheduled in all trials together', () => {
    expect(summarizeDatagrams([udpTrial(100, [30, 10], 70), udpTrial(50, [20, 20], 60)])).toEqual({
      lostShare: 0.075,
      lost: 150,
      lateShare: 0.005,
      doubledShare: 0.002,
      overtakenShare: 0.03,
      lostInServerBuffer: 130,
      lostInOtherBuffers: 1868,
      busiestWorker: { workers: 2, leastShare: 0.5, mostShare: 0.75 },
    });
  });

  test('a buffer that one trial knows nothing of is not known, and one worker is no spread', () => {
    const summary = summarizeDatagrams([udpTrial(1, [5], 3), udpTrial(1, [5], null)]);
    expect(summary).toMatchObject({ lostInServerBuffer: null, busiestWorker: null });
  });

  test('the spread is a line with the range from trial to trial', () => {
    const cells = summarizeCells([udpTrial(0, [30, 10], 0), udpTrial(0, [20, 20], 0)]);
    expect(describeSpread(cells)).toMatch(
      /from trial to trial: .+ 50\.0 % to 75\.0 % \(2 workers\)\.$/,
    );
  });
});
