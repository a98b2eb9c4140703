import type { BaselineResult, BaselineVerdict } from '../results/baseline-result.ts';
import type { Compared, ComparedMetric } from '../results/compared.ts';
import type { RecordedRun } from '../results/read-run.ts';
import { findRunDifferences } from '../stats/comparability.ts';
import { compareRuns } from '../stats/compare-runs.ts';
import { findShortCells } from '../stats/short-cells.ts';

/** As a side-by-side gate: memory and p99 advise. */
const DECIDING: readonly ComparedMetric[] = ['throughput', 'CPU per message', 'response p50'];
/** Two runs of the same code differ by less than this on most machines. */
const SUSPECT_FROM = 1.05;

/** What keeps a run from being a baseline on this machine now; nothing where it can be one. */
export function findBaselineObstacles(base: RecordedRun, head: RecordedRun['header']): string[] {
  const { header, problems } = base;
  const short = findShortCells(base).map(
    ({ cell, recorded }) =>
      `${cell} has ${recorded} of ${header.repetitions} repetitions: the run is cut short`,
  );
  return [
    ...problems.map(({ file, line, message }) => `${file}, line ${line ?? '?'}: ${message}`),
    ...short,
    ...findRunDifferences(header, head).map(
      ({ what, base, head }) => `${what}: ${base} then, ${head} now`,
    ),
  ];
}

export function judgeBaseline(base: RecordedRun, head: RecordedRun): BaselineResult {
  const { compared, leftOut, differences } = compareRuns(base, head);
  const deciding = compared.filter(isDeciding);
  const suspects = deciding.filter(isSuspect);
  const untold = deciding.filter(({ interval }) => interval === null);
  const obstacles = [
    ...new Set([
      ...findBaselineObstacles(base, head.header),
      ...differences.map(({ what, base, head }) => `${what}: ${base} then, ${head} now`),
      ...untold.map(
        ({ cell, baseTrials, headTrials }) =>
          `${cell}: ${baseTrials} and ${headTrials} complete trials, and five of each are needed`,
      ),
      // A server that fails now must not be within its range because another one is.
      ...leftOut.flatMap(({ cell, reason, isAbsent }) => (isAbsent ? [] : [`${cell}: ${reason}`])),
      ...(deciding.length === 0 ? ['there is nothing that both runs have'] : []),
    ]),
  ];
  return {
    schema: 1,
    verdict: conclude(obstacles, suspects),
    baseline: base.header.id,
    head: head.header.id,
    command: head.header.command,
    reasons: [
      ...obstacles,
      ...leftOut.flatMap(({ cell, reason, isAbsent }) => (isAbsent ? [`${cell}: ${reason}`] : [])),
    ],
    suspects,
    compared: [...compared],
  };
}

/** What is said of a baseline beside which nothing need be measured. */
export function refuseBaseline(
  { header }: Pick<RecordedRun, 'header'>,
  head: RecordedRun['header'],
  obstacles: readonly string[],
): BaselineResult {
  return {
    schema: 1,
    verdict: 'not-comparable',
    baseline: header.id,
    head: head.id,
    command: head.command,
    reasons: [...obstacles],
    suspects: [],
    compared: [],
  };
}

/** Whether a figure can make a run suspect. */
export function isDeciding({ metric }: Compared): boolean {
  return DECIDING.includes(metric);
}

function conclude(obstacles: readonly string[], suspects: readonly Compared[]): BaselineVerdict {
  if (obstacles.length > 0) return 'not-comparable';
  return suspects.length > 0 ? 'suspect' : 'within-range';
}

function isSuspect({ metric, ratio, word }: Compared): boolean {
  const worse = metric === 'throughput' ? 1 / ratio : ratio;
  return word === 'worse' && worse >= SUSPECT_FROM;
}
