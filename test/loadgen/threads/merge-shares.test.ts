import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../../loadgen/recording/recorder.ts';
import type { LoadShareResult } from '../../../loadgen/recording/share-result.ts';
import { mergeShares } from '../../../loadgen/threads/merge-shares.ts';

const START_NS = 1_000_000_000;
const window = {
  scheduleStartNs: START_NS,
  startNs: START_NS,
  endNs: 2 * START_NS,
  drainEndNs: 3 * START_NS,
};

function readShare(recorder: Recorder): LoadShareResult {
  return {
    ...recorder.read(),
    garbageCollections: null,
    threadTime: null,
    deliveries: null,
    silentNs: 0,
  };
}

/** A thread that had one answer after each of the given times. */
function shareOf(responseTimesNs: readonly number[], endNs = window.endNs): LoadShareResult {
  const recorder = new Recorder(10 * START_NS);
  recorder.setWindow({ ...window, endNs });
  for (const timeNs of responseTimesNs) {
    recorder.sent(START_NS);
    recorder.answered(START_NS, START_NS, START_NS + timeNs);
  }
  return readShare(recorder);
}

const times = fc.array(fc.integer({ min: 0, max: 900_000_000 }), { maxLength: 200 });

describe('merged shares', () => {
  test('have the percentiles of one histogram that saw every time', () => {
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), (perThread) => {
        const merged = mergeShares(perThread.map((all) => shareOf(all)));
        const single = mergeShares([shareOf(perThread.flat())]);
        expect(merged.times).toEqual(single.times);
        expect(merged.timeline).toEqual(single.timeline);
      }),
      { numRuns: 30 },
    );
  });

  test('add up their counts, their failures by code and their connections', () => {
    const failing = (codes: readonly string[]): LoadShareResult => {
      const recorder = new Recorder(START_NS);
      recorder.setWindow(window);
      for (const code of codes) {
        recorder.connectionAttempted();
        recorder.sent(START_NS);
        recorder.failed(code, START_NS, START_NS + 1);
        recorder.connectionEnded(code);
      }
      return readShare(recorder);
    };
    const merged = mergeShares([
      failing(['ECONNRESET', 'EPIPE']),
      failing(['ECONNRESET']),
      shareOf([1, 2, 3]),
    ]);
    expect(merged.counts).toMatchObject({
      scheduled: 6,
      sent: 6,
      ok: 3,
      failed: { ECONNRESET: 2, EPIPE: 1 },
      answeredInWindow: 3,
    });
    expect(merged.connections).toMatchObject({ attempted: 3, reset: 3, starved: 3 });
  });

  test('keep the raw minimum and maximum, which a histogram rounds', () => {
    const { responseTimeNs } = mergeShares([shareOf([123_457_891]), shareOf([987_654_3])]).times;
    expect(responseTimeNs).toMatchObject({ min: 9_876_543, max: 123_457_891, count: 2 });
  });

  test('have no distribution where no thread recorded a time', () => {
    expect(mergeShares([shareOf([]), shareOf([])]).times.responseTimeNs).toBeNull();
  });

  test('cover the longest window, with an entry for each 100 ms even where nothing came back', () => {
    const merged = mergeShares([shareOf([1]), shareOf([], START_NS + 350_000_000)]);
    expect(merged.measuredNs).toBe(START_NS);
    expect(merged.timeline).toHaveLength(10);
    expect(merged.timeline[9]).toEqual({
      atNs: 900_000_000,
      ok: 0,
      failed: 0,
      p50Ns: null,
      p99Ns: null,
      maxNs: null,
    });
  });

  test('without a window have measured nothing', () => {
    const idle = readShare(new Recorder(1));
    expect(mergeShares([idle, idle])).toMatchObject({
      measuredNs: null,
      timeline: [],
      garbageCollections: null,
      threadTime: null,
    });
  });

  test('add up the garbage collections of their threads', () => {
    const garbageCollections = { count: 2, totalNs: 30, longestNs: 20 };
    const share = { ...shareOf([1]), garbageCollections };
    expect(mergeShares([share, share]).garbageCollections).toEqual({
      count: 4,
      totalNs: 60,
      longestNs: 20,
    });
  });

  test('carry the failure of any one thread', () => {
    const recorder = new Recorder(1);
    recorder.failedVerification('corrupt', 'connection 3: wrong');
    const merged = mergeShares([shareOf([1]), readShare(recorder)]);
    expect(merged.verificationFailure).toBe('connection 3: wrong');
    expect(merged.counts.corrupt).toBe(1);
  });

  test('whose ledger does not add up are refused', () => {
    const share = shareOf([1, 2]);
    const broken = { ...share, counts: { ...share.counts, ok: 1 } };
    expect(() => mergeShares([shareOf([3]), broken])).toThrow('the ledger does not add up');
  });
});
