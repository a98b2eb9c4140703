import { decodeHistogram } from '../../results/histogram-codec.ts';
import type { TrialResult } from '../../results/trial-result.ts';

/** From when on a message is late. */
const LATE_NS = 1_000_000;
/** From this share of late messages on a trial may be spoiled. */
const SPOILED_SHARE = 0.01;
const PERCENT_STEP = 0.001;

/** What a trial of an open loop tells of its own lateness; null for what its sources did not keep. */
export interface TrialFigures {
  readonly ratePerSec: number;
  readonly status: TrialResult['status'];
  readonly lateShare: number;
  readonly lagP99Us: number;
  readonly waitedShare: number | null;
  readonly besideShare: number | null;
  readonly harnessShare: number | null;
  readonly garbageShare: number | null;
}

export function figuresOf(result: TrialResult): TrialFigures {
  const { trial, status, sendLagNs, measuredNs, loadgen } = result;
  const { threadTime, harnessCpuNs, garbageCollections, cpuNs, threads } = loadgen;
  const share = (ns: number | undefined): number | null =>
    ns === undefined || measuredNs === 0 ? null : ns / measuredNs;
  return {
    ratePerSec: trial.load.loop === 'open' ? trial.load.offeredRatePerSec : Number.NaN,
    status,
    lateShare: sendLagNs === null ? 1 : shareOfLate(sendLagNs.histogram),
    lagP99Us: (sendLagNs?.p99 ?? Number.NaN) / 1e3,
    waitedShare: share(threadTime?.waitedNs),
    besideShare: share(threadTime === undefined ? undefined : cpuNs - threadTime.ranNs),
    harnessShare: share(harnessCpuNs),
    garbageShare: share(
      garbageCollections === undefined ? undefined : garbageCollections.totalNs / threads,
    ),
  };
}

/** Those that waited for room on their connection are among them: none, below saturation. */
function shareOfLate(histogram: string): number {
  const times = decodeHistogram(histogram);
  let [below, above] = [0, 100];
  while (above - below > PERCENT_STEP) {
    const middle = (below + above) / 2;
    if (times.getValueAtPercentile(middle) < LATE_NS) below = middle;
    else above = middle;
  }
  return times.maxValue < LATE_NS ? 0 : 1 - below / 100;
}

export function summarizeTrials(trials: readonly TrialFigures[]): string[] {
  const spoiled = trials.filter(({ lateShare }) => lateShare > SPOILED_SHARE).length;
  const invalid = trials.filter(({ status }) => status === 'invalid').length;
  return [
    `late by 1 ms or more: ${spread(trials, (trial) => trial.lateShare)}; beyond 1 % in ${spoiled} trials; ${invalid} invalid`,
    `send lag at p99: ${spreadUs(trials.map((trial) => trial.lagP99Us))}`,
    `of the window: load threads waited ${spread(trials, (trial) => trial.waitedShare)}`,
    `  harness ran ${spread(trials, (trial) => trial.harnessShare)}`,
    `  beside the load threads ran ${spread(trials, (trial) => trial.besideShare)}`,
    `  garbage collection ${spread(trials, (trial) => trial.garbageShare)}`,
  ];
}

/** Median, mean and most, in per cent. */
function spread(
  trials: readonly TrialFigures[],
  read: (trial: TrialFigures) => number | null,
): string {
  const values = trials.map(read).filter((value) => value !== null);
  if (values.length === 0) return '?';
  const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${percent(median(values))} (mean ${percent(mean)}, most ${percent(Math.max(...values))})`;
}

function spreadUs(values: readonly number[]): string {
  return `${Math.round(median(values))} us (most ${Math.round(Math.max(...values))})`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
