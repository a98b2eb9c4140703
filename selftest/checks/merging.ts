import { Recorder } from '../../loadgen/recording/recorder.ts';
import type { LoadShareResult } from '../../loadgen/recording/share-result.ts';
import { mergeShares } from '../../loadgen/threads/merge-shares.ts';
import { createRandom } from '../../results/seeded-random.ts';
import type { Check, Row } from '../check.ts';
import { exactRow, formatNs, timeRow } from '../rows.ts';

const THREADS = 4;
const MESSAGES = 50_000;
const WINDOW_NS = 10e9;
/** What a bucket of three digits may be off. */
const BUCKET_SHARE = 0.001;
const QUANTILES = [0.5, 0.99, 0.999] as const;

/** Threads' times added up are the times of all: unlike percentiles, which must not be averaged. */
export const merging: Check = {
  name: 'merging',
  claim: 'the merged histograms of four threads are the histogram of all their times',
  run: async () => {
    const times = Array.from({ length: THREADS }, (_, thread) => inventTimes(thread));
    const merged = mergeShares(times.map(recordTimes)).times.responseTimeNs;
    const whole = mergeShares([recordTimes(times.flat())]).times.responseTimeNs;
    const sorted = times.flat().toSorted((a, b) => a - b);
    const rows: Row[] = [exactRow('times', sorted.length, merged?.count ?? 0)];
    rows.push(
      exactRow(
        'histogram',
        'the same',
        merged?.histogram === whole?.histogram ? 'the same' : 'another',
      ),
      exactRow('longest', formatNs(sorted.at(-1) ?? 0), formatNs(merged?.max ?? 0)),
    );
    const measured = [merged?.p50, merged?.p99, merged?.p999];
    for (const [index, quantile] of QUANTILES.entries()) {
      const exactNs = sorted[Math.ceil(sorted.length * quantile) - 1] ?? 0;
      rows.push(timeRow(`p${quantile * 100}`, exactNs, measured[index], exactNs * BUCKET_SHARE));
    }
    return { rows, noise: [] };
  },
};

/** Each thread ten times as slow as the one before, so that no average of theirs is right. */
function inventTimes(thread: number): number[] {
  const random = createRandom(thread + 1);
  return Array.from({ length: MESSAGES }, () =>
    Math.round(-Math.log(1 - random()) * 1e4 * 10 ** thread),
  );
}

function recordTimes(times: readonly number[]): LoadShareResult {
  const recorder = new Recorder(WINDOW_NS);
  recorder.setWindow({ scheduleStartNs: 0, startNs: 0, endNs: WINDOW_NS, drainEndNs: WINDOW_NS });
  for (const timeNs of times) {
    recorder.sent(0);
    recorder.answered(0, 0, timeNs);
  }
  const garbageCollections = { count: 0, totalNs: 0, longestNs: 0 };
  return {
    ...recorder.read(),
    garbageCollections,
    deliveries: null,
    threadTime: null,
    silentNs: 0,
  };
}
