import type { DecidingMetric } from '../../results/gate-order.ts';
import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { describeFigures, nameMetric } from './words.ts';

/** An entry of the files that github-action-benchmark reads (its README, "custom" tools). */
interface BenchmarkEntry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra: string;
}

const UNITS: Readonly<Record<DecidingMetric, string>> = {
  'cpu-per-message': 'ns/message',
  capacity: 'messages/s',
  p50: 'ns',
};

/** One file for each direction, named as the action's tools are. */
export const BENCHMARK_FILES = {
  'customSmallerIsBetter.json': ['cpu-per-message', 'p50'],
  'customBiggerIsBetter.json': ['capacity'],
} as const satisfies Record<string, readonly DecidingMetric[]>;
export type BenchmarkFile = keyof typeof BENCHMARK_FILES;

/** Head's medians, to be drawn over time; what was not measured has no entry. */
export function renderGateBenchmark(unsafe: GateResult, file: BenchmarkFile): string {
  const { tests } = cleanStrings(unsafe);
  const metrics: readonly DecidingMetric[] = BENCHMARK_FILES[file];
  const entries = tests.flatMap((test) => {
    const metric = metrics.find((each) => each === test.metric);
    return metric === undefined ? [] : listEntry(test, metric);
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function listEntry(test: GateTest, metric: DecidingMetric): BenchmarkEntry[] {
  const { cell, headMedian, noise } = test;
  if (headMedian === null) return [];
  return [
    {
      name: `${cell}: ${nameMetric(metric)}`,
      unit: UNITS[metric],
      value: Number(headMedian.toPrecision(6)),
      ...(noise === null ? {} : { range: `± ${(Math.expm1(noise) * 100).toFixed(1)} %` }),
      extra: describeFigures(test),
    },
  ];
}
