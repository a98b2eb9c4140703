import { describe, expect, test } from 'vitest';
import { COARSE_BUCKETS, TimelineRecorder } from '../../../loadgen/recording/timeline-recorder.ts';
import { createControlBuffer, LoadControl } from '../../../loadgen/threads/load-control.ts';
import { RecentTimesWatch } from '../../../loadgen/threads/recent-times.ts';

const MS = 1e6;

describe('response times, told while a load runs', () => {
  test('are those of intervals that have ended, each told once', () => {
    const timeline = new TimelineRecorder();
    const sums = new Uint32Array(COARSE_BUCKETS);
    const total = () => sums.reduce((sum, count) => sum + count, 0);
    timeline.ok(10 * MS, 5000, 3);
    timeline.tellEnded(sums);
    expect(total()).toBe(0);
    timeline.ok(150 * MS, 5000, 4);
    timeline.tellEnded(sums);
    timeline.tellEnded(sums);
    expect(total()).toBe(3);
    timeline.ok(450 * MS, 5000);
    timeline.tellEnded(sums);
    expect(total()).toBe(7);
  });

  test('of several threads are added up, never averaged', () => {
    const buffer = createControlBuffer(2);
    const threads = [new LoadControl(buffer, 0), new LoadControl(buffer, 1)];
    for (const [thread, timeNs] of [1000, 9000].entries()) {
      const timeline = new TimelineRecorder();
      timeline.ok(0, timeNs, thread === 0 ? 98 : 2);
      timeline.ok(100 * MS, 1);
      timeline.tellEnded(threads[thread]?.ownTimes ?? new Uint32Array());
    }
    const recent = new RecentTimesWatch().follow(new LoadControl(buffer).times());
    expect(recent?.p50Ns).toBeGreaterThan(940);
    expect(recent?.p50Ns).toBeLessThan(1060);
    expect(recent?.p99Ns).toBeGreaterThan(8500);
    expect(recent?.p99Ns).toBeLessThan(9500);
  });

  test('do not lie where the counters of a thread lie', () => {
    const control = new LoadControl(createControlBuffer(3), 2);
    control.ownTimes.fill(7);
    expect(Object.values(control.progress())).toEqual(new Array(9).fill(0));
    expect(control.window).toBeNull();
    const counted = { answered: 5, sent: 8, sentLate: 9, overdue: 4 };
    const all = { ...control.progress(), ...counted };
    control.publish(all);
    expect(control.progress()).toEqual(all);
    expect(control.times()[0]).toBe(7);
  });

  test('are forgotten after a few reports, and not told while nothing comes', () => {
    const watch = new RecentTimesWatch();
    const sums = new Float64Array(COARSE_BUCKETS);
    sums[3] = 100;
    expect(watch.follow(sums.slice())?.p50Ns).toBeLessThan(10);
    sums[200] = 1;
    for (let report = 0; report < 4; report += 1) watch.follow(sums.slice());
    expect(watch.follow(sums.slice())).toBeNull();
    sums[200] = 2;
    expect(watch.follow(sums.slice())?.p50Ns).toBeGreaterThan(1000);
  });
});
