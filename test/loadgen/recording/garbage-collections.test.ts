import { GCProfiler, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  addCollections,
  collectAhead,
  GarbageCollectionWatch,
} from '../../../loadgen/recording/garbage-collections.ts';
import { loadFlags } from '../../../loadgen/threads/load-flags.ts';

const window = { scheduleStartNs: 0, startNs: 100, endNs: 200, drainEndNs: 300 };

/** More than the young generation holds, and nothing of it is kept. */
function litter(): number {
  let bytes = 0;
  for (let i = 0; i < 40; i += 1) bytes += Array.from({ length: 100_000 }, (_, n) => n / 3).length;
  return bytes;
}

/** How many collections there were meanwhile. */
function countCollections(run: () => void): number {
  const profiler = new GCProfiler();
  profiler.start();
  run();
  return profiler.stop().statistics.length;
}

describe('garbage collections', () => {
  test('are made ahead where the flags of a load process are set, and nowhere else', () => {
    onTestFinished(() => void vi.unstubAllGlobals());
    vi.stubGlobal('gc', undefined);
    expect(countCollections(collectAhead)).toBe(0);
    const [exposeGc = ''] = loadFlags({ loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 });
    setFlagsFromString(exposeGc);
    vi.stubGlobal('gc', runInNewContext('gc'));
    expect(countCollections(collectAhead)).toBeGreaterThan(0);
  });

  test('are counted in the measured window, with their pauses', () => {
    const watch = new GarbageCollectionWatch();
    watch.look(100, window);
    litter();
    watch.look(200, window);
    const found = watch.read();
    expect(found?.count).toBeGreaterThan(0);
    expect(found?.longestNs).toBeGreaterThan(1_000);
    expect(found?.totalNs).toBeGreaterThanOrEqual(found?.longestNs ?? 0);
  });

  test('before and after the window are nobody’s business', () => {
    const watch = new GarbageCollectionWatch();
    watch.look(50, window);
    litter();
    watch.look(100, window);
    watch.look(200, window);
    litter();
    expect(watch.read()).toEqual({ count: 0, totalNs: 0, longestNs: 0 });
  });

  test('add up over a long window', () => {
    const long = { ...window, endNs: 60e9 };
    const watch = new GarbageCollectionWatch();
    watch.look(100, long);
    litter();
    watch.look(2e9, long);
    const before = watch.read()?.count ?? 0;
    watch.look(3e9, long);
    litter();
    expect(watch.read()?.count).toBeGreaterThan(before);
  });

  test('are not known where the window never opened', () => {
    const watch = new GarbageCollectionWatch();
    watch.look(50, null);
    watch.look(50, window);
    expect(watch.read()).toBeNull();
  });

  test('of several threads are added, and the longest stays the longest', () => {
    const all = [
      { count: 2, totalNs: 30, longestNs: 20 },
      { count: 1, totalNs: 25, longestNs: 25 },
    ];
    expect(addCollections(all)).toEqual({ count: 3, totalNs: 55, longestNs: 25 });
    expect(addCollections([])).toEqual({ count: 0, totalNs: 0, longestNs: 0 });
  });
});
