import {
  type Compared,
  type ComparedMetric,
  comparedMetricSchema,
  type Word,
} from '../results/compared.ts';
import type { RecordedRun } from '../results/read-run.ts';
import type { TrialResult } from '../results/trial-result.ts';
import {
  type Difference,
  explainOtherWork,
  findCellDifference,
  findRunDifferences,
} from './comparability.ts';
import { type Interval, MIN_TRIALS_FOR_CLAIM } from './sample.ts';
import { estimateTwoSampleShift } from './two-sample-shift.ts';

export interface Comparison {
  /** What differs besides the servers: with any of these a ratio may speak of something else. */
  readonly differences: readonly Difference[];
  readonly compared: readonly Compared[];
  /** What one run has and the other has not, or has without a complete trial, with the reason. */
  readonly leftOut: readonly LeftOut[];
  /** What could not be read of either run. */
  readonly problems: readonly string[];
  readonly confidence: number;
}

export interface LeftOut {
  readonly cell: string;
  readonly reason: string;
  /** The other run was never asked for this cell; otherwise something went wrong. */
  readonly isAbsent: boolean;
}

const CONFIDENCE = 0.95;
/** So near to each other is the same for practical purposes. */
const SAME_WITHIN = 1.05;

interface MetricReading {
  readonly better: 'more' | 'less';
  read(trial: TrialResult): number | null;
}

const METRICS: Readonly<Record<ComparedMetric, MetricReading>> = {
  throughput: {
    better: 'more',
    read: ({ trial, throughputPerSec }: TrialResult) =>
      trial.load.loop === 'closed' && trial.load.thinkTimeNs === 0 ? throughputPerSec : null,
  },
  'CPU per message': {
    better: 'less',
    read: ({ server }: TrialResult) => server?.cpuNsPerMessage ?? null,
  },
  'response p50': {
    better: 'less',
    read: ({ responseTimeNs }: TrialResult) => responseTimeNs?.p50 ?? null,
  },
  'response p99': {
    better: 'less',
    read: ({ responseTimeNs }: TrialResult) => responseTimeNs?.p99 ?? null,
  },
  memory: {
    better: 'less',
    read: ({ server }: TrialResult) => server?.pssBytes ?? server?.peakRssBytes ?? null,
  },
};

/** Pure: compares what both runs have. Whether differing conditions forbid it is the caller's to say. */
export function compareRuns(base: RecordedRun, head: RecordedRun): Comparison {
  const baseCells = Map.groupBy(base.trials, ({ trial }) => trial.cell);
  const headCells = Map.groupBy(head.trials, ({ trial }) => trial.cell);
  // As the experiment has them: trials are in the order in which chance put them.
  const planned = base.header.scenarios.flatMap(({ cells }) => cells);
  const measured = [...baseCells.keys(), ...headCells.keys()];
  const names = [...new Set([...planned, ...measured])].filter((cell) => measured.includes(cell));
  const otherWork = explainOtherWork(base.header, head.header);
  const cells = names.map((cell) =>
    compareCell(cell, baseCells.get(cell) ?? [], headCells.get(cell) ?? [], otherWork),
  );
  return {
    differences: [
      ...findRunDifferences(base.header, head.header),
      ...cells.flatMap(({ difference }) => (difference === null ? [] : [difference])),
    ],
    compared: cells.flatMap(({ compared }) => compared),
    leftOut: cells.flatMap(({ leftOut }) => leftOut),
    problems: [...listProblems('base', base), ...listProblems('head', head)],
    confidence: CONFIDENCE,
  };
}

function listProblems(side: string, { problems }: RecordedRun): string[] {
  return problems.map(({ file, line, message }) => {
    const place = line === null ? '' : ` line ${line}`;
    return `${side} run, ${file}${place}: ${message}`;
  });
}

interface ComparedCell {
  readonly cell: string;
  readonly difference: Difference | null;
  readonly compared: readonly Compared[];
  readonly leftOut: readonly LeftOut[];
}

function compareCell(
  cell: string,
  base: readonly TrialResult[],
  head: readonly TrialResult[],
  otherWork: string | null,
): ComparedCell {
  const leaveOut = (reason: string, isAbsent = false): ComparedCell => ({
    ...{ cell, difference: null, compared: [], leftOut: [{ cell, reason, isAbsent }] },
  });
  const [before, after] = [base[0], head[0]];
  if (before === undefined) return leaveOut('only in the head run', true);
  if (after === undefined) return leaveOut('only in the base run', true);
  if (otherWork !== null && before.trial.service === 'work') return leaveOut(otherWork);
  const sound = (trials: readonly TrialResult[]) =>
    trials.filter(({ status }) => status === 'complete');
  const [soundBase, soundHead] = [sound(base), sound(head)];
  if (soundBase.length === 0) return leaveOut('no complete trial in the base run');
  if (soundHead.length === 0) return leaveOut('no complete trial in the head run');
  return {
    cell,
    difference: findCellDifference(cell, before.trial, after.trial),
    compared: comparedMetricSchema.options.flatMap((metric) =>
      compareMetric(cell, metric, soundBase, soundHead),
    ),
    leftOut: comparedMetricSchema.options.flatMap((metric) =>
      findOneSided(cell, metric, soundBase, soundHead),
    ),
  };
}

/** A figure that only one of the runs has. */
function findOneSided(
  cell: string,
  metric: ComparedMetric,
  base: readonly TrialResult[],
  head: readonly TrialResult[],
): LeftOut[] {
  const { read } = METRICS[metric];
  const [inBase, inHead] = [base, head].map((trials) => listLogs(trials, read).length > 0);
  if (inBase === inHead) return [];
  return [
    { cell, reason: `${metric} only in the ${inBase ? 'base' : 'head'} run`, isAbsent: false },
  ];
}

function listLogs(
  trials: readonly TrialResult[],
  read: (result: TrialResult) => number | null,
): number[] {
  return trials
    .map(read)
    .flatMap((value) => (value === null || value <= 0 ? [] : [Math.log(value)]));
}

function compareMetric(
  cell: string,
  metric: ComparedMetric,
  base: readonly TrialResult[],
  head: readonly TrialResult[],
): Compared[] {
  const { better, read } = METRICS[metric];
  const [before, after] = [listLogs(base, read), listLogs(head, read)];
  if (before.length === 0 || after.length === 0) return [];
  const shift = estimateTwoSampleShift(before, after, CONFIDENCE);
  const isEnough = Math.min(before.length, after.length) >= MIN_TRIALS_FOR_CLAIM;
  const interval = isEnough && shift.interval !== null ? exponentiate(shift.interval) : null;
  return [
    {
      cell,
      metric,
      ratio: Math.exp(shift.center),
      interval,
      word: chooseWord(interval, better),
      baseTrials: before.length,
      headTrials: after.length,
    },
  ];
}

function exponentiate({ low, high, confidence }: Interval): Interval {
  return { low: Math.exp(low), high: Math.exp(high), confidence };
}

function chooseWord(interval: Interval | null, better: 'more' | 'less'): Word {
  if (interval === null) return 'unknown';
  const { low, high } = interval;
  if (low > 1 / SAME_WITHIN && high < SAME_WITHIN) return 'same';
  if (low > 1) return better === 'more' ? 'better' : 'worse';
  if (high < 1) return better === 'more' ? 'worse' : 'better';
  return 'unknown';
}
