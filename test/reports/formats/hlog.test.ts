import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';

import { renderHlog, renderRunHlog } from '../../../reports/formats/hlog.ts';
import { buildReport } from '../../../reports/report.ts';

import type { Distribution } from '../../../results/distribution.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const TRIAL = makeTrial();

describe('a HdrHistogram log', () => {
  test.each(['responseTimeNs', 'serviceTimeNs'] as const)(
    'gives the %s back with every percentile of the trial, in nanoseconds',
    (tag) => {
      const expected = known(TRIAL[tag]);
      const histogram = readAll(renderHlog(TRIAL)).find((each) => each.tag === tag);
      expect(histogram?.totalCount).toBe(expected.count);
      for (const [percentile, timeNs] of [
        [50, expected.p50],
        [99, expected.p99],
        [99.9, expected.p999],
      ] as const) {
        // A raw extreme stands beside the histogram; the bucket's edge is up to 0.1 % above it.
        const shown = histogram?.getValueAtPercentile(percentile) ?? 0;
        expect(Math.abs(shown - timeNs)).toBeLessThanOrEqual(timeNs / 1_000);
      }
    },
  );

  test('covers the measured window: start of the trial, length of the window', () => {
    const startMs = Date.parse(TRIAL.startedAt);
    for (const histogram of readAll(renderHlog(TRIAL))) {
      expect(histogram.startTimeStampMsec).toBeCloseTo(startMs, -1);
      const lengthMs = histogram.endTimeStampMsec - histogram.startTimeStampMsec;
      expect(lengthMs).toBeCloseTo(TRIAL.measuredNs / 1e6, 0);
    }
  });

  test('starts with the version line that other readers look for', () => {
    expect(renderHlog(TRIAL)).toMatch(/^#\[Histogram log format version 1\.\d\]\n/);
    expect(listTags(renderHlog(TRIAL))).toEqual(['responseTimeNs', 'serviceTimeNs']);
  });

  test('of a trial without a single reply has no interval', () => {
    const silent: TrialResult = { ...TRIAL, responseTimeNs: null, serviceTimeNs: null };
    expect(readAll(renderHlog(silent))).toEqual([]);
  });
});

describe('a HdrHistogram log of a run', () => {
  const run = createSyntheticRun({ repetitions: 5 });
  const log = renderRunHlog(buildReport(run));

  test('has every histogram of the complete trials, under their cell and the kind of time', () => {
    const complete = run.trials.filter(({ status }) => status === 'complete');
    const tag = 'conversation/worker-threads/responseTimeNs';
    const expected = complete
      .filter(({ trial }) => trial.cell === 'conversation/worker-threads')
      .map(({ responseTimeNs }) => responseTimeNs?.count);
    const read = readAll(log);
    expect(expected).toHaveLength(4);
    expect(read.filter((each) => each.tag === tag).map((each) => each.totalCount)).toEqual(
      expected,
    );
    const present = complete.flatMap((trial) => [trial.responseTimeNs, trial.serviceTimeNs]);
    expect(read).toHaveLength(present.filter((times) => times !== null).length);
  });

  test('gives no name the chance to break a line or end a tag', () => {
    const trials = [makeTrial()].map((result) => ({
      ...result,
      trial: { ...result.trial, cell: 'a,b\nc\u2028"d' },
    }));
    expect(listTags(renderRunHlog(buildReport({ ...run, trials })))).toEqual([
      'a_b_c__d/responseTimeNs',
      'a_b_c__d/serviceTimeNs',
    ]);
  });
});

function readAll(log: string) {
  const reader = new HistogramLogReader(log, 64);
  const histograms = [];
  for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram()) {
    histograms.push(next);
  }
  return histograms;
}

function known(distribution: Distribution | null): Distribution {
  if (distribution === null) throw new Error('the trial has no such distribution');
  return distribution;
}
