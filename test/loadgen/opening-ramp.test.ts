import { describe, expect, test } from 'vitest';
import { OpeningRamp, openingNs } from '../../loadgen/opening-ramp.ts';

const LOOK_NS = 5_000_000;
const SECOND_NS = 1_000_000_000;

interface Opened {
  /** By look. */
  readonly counts: readonly number[];
  readonly most: number;
  readonly connectedAtNs: number;
}

/**
 * A server that serves `servedPerSec` of those that wait, and lets them connect at once unless
 * `connects` is false, looked at by one thread until all are opened or `lookMax` looks are over.
 */
function open(
  connections: number,
  {
    rampPerSec,
    servedPerSec = 1e9,
    threads = 1,
    connects = true,
  }: {
    rampPerSec?: number;
    servedPerSec?: number;
    threads?: number;
    connects?: boolean;
  },
  lookMax = 10_000,
): Opened {
  const ramp = new OpeningRamp(rampPerSec === undefined ? {} : { rampPerSec }, threads);
  const counts: number[] = [];
  let opened = 0;
  let most = 0;
  let nowNs = 0;
  for (let look = 0; look < lookMax && opened < connections; look += 1) {
    nowNs = look * LOOK_NS;
    const served = Math.floor(Math.min(opened, (servedPerSec * nowNs) / SECOND_NS));
    const waiting = opened - served;
    const connecting = connects ? 0 : waiting;
    const count = ramp.take(nowNs, { unopened: connections - opened, connecting, waiting, served });
    counts.push(count);
    opened += count;
    most = Math.max(most, opened - served);
  }
  return { counts, most, connectedAtNs: nowNs };
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('the opening ramp', () => {
  test('opens 10,000 connections in one to two seconds, and never a hundred at once', () => {
    const { counts, connectedAtNs } = open(10_000, {});
    expect(sum(counts)).toBe(10_000);
    expect(connectedAtNs).toBeGreaterThan(SECOND_NS);
    expect(connectedAtNs).toBeLessThan(2 * SECOND_NS);
    expect(Math.max(...counts)).toBeLessThan(100);
  });

  test('opens a few clients within a few looks', () => {
    expect(open(64, {}).counts.length).toBeLessThan(4);
  });

  test('is divided among the load threads', () => {
    expect(open(2_500, { threads: 4 }).connectedAtNs).toBeCloseTo(
      open(10_000, {}).connectedAtNs,
      -8,
    );
  });

  test('keeps a queue of 511 from overflowing, however slowly its server serves', () => {
    expect(open(1_000, { servedPerSec: 400 }).most).toBeLessThanOrEqual(256);
    expect(open(10_000, { servedPerSec: 2_000 }).most).toBeLessThanOrEqual(256);
  });

  test('goes on at a tenth of its pace when nobody is served any more', () => {
    const { counts } = open(10_000, { servedPerSec: 0 }, 400);
    expect(sum(counts.slice(0, 50))).toBe(256);
    expect(sum(counts.slice(100, 300))).toBeCloseTo(800, -1);
  });

  test('leaves no more than 256 connects to wait for their answers', () => {
    expect(open(10_000, { connects: false, servedPerSec: 0 }).most).toBe(256);
    expect(open(10_000, { connects: false, servedPerSec: 0, rampPerSec: 1e6 }).most).toBe(256);
  });

  test('keeps a rate that was asked for, and yields to no server then', () => {
    const { counts, most } = open(10_000, { rampPerSec: 20_000, servedPerSec: 0 }, 100);
    expect(sum(counts)).toBe(10_000);
    expect(most).toBe(10_000);
  });

  test('keeps rates of less than a connection per look', () => {
    expect(sum(open(50, { rampPerSec: 10 }, 401).counts)).toBe(1 + 20);
  });

  test('does not make up for a thread that was away', () => {
    const ramp = new OpeningRamp({}, 1);
    const state = { unopened: 10_000, connecting: 0, waiting: 0, served: 0 };
    ramp.take(0, state);
    expect(ramp.take(SECOND_NS, state)).toBeLessThanOrEqual(80);
  });

  test('says how long it takes at least', () => {
    const load = { loop: 'closed', connections: 500, depth: 1, thinkTimeNs: 0 } as const;
    expect(openingNs({ ...load, rampPerSec: 100 })).toBe(5 * SECOND_NS);
    expect(openingNs({ ...load, connections: 8_000 })).toBe(SECOND_NS);
  });
});
