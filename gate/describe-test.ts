import { median } from 'simple-statistics';
import type { GateOrder } from '../results/gate-order.ts';
import type { GateTest } from '../results/gate-result.ts';
import type { GateTestState } from './gate-test-state.ts';
import { listFigures } from './pair-figures.ts';

/** What makes the median distance of two normal values their standard deviation. */
const NORMAL_SCALE = 1.0483;
/** Asymptotic efficiency of the signed-rank test beside the t-test on normal values: 3 / pi. */
const EFFICIENCY = 0.955;
/** The 80 % quantile of the standard normal distribution. */
const POWER_QUANTILE = 0.8416;
const SPREAD_MIN_PAIRS = 3;

/** A test as `gate.json` has it. */
export function describeTest(
  { cell, metric, state, decided, reason }: GateTestState,
  order: GateOrder,
  tests: number,
): GateTest {
  const { differences } = state;
  const figures = listFigures(cell, metric, Number.POSITIVE_INFINITY).slice(0, differences.length);
  const noise = differences.length < SPREAD_MIN_PAIRS ? null : spreadOf(differences);
  const shift = differences.length === 0 ? null : (decided?.shift ?? null);
  return {
    cell: cell.cell.name,
    metric: metric.name,
    decision: state.decision,
    reason,
    budget: order.budgets[metric.name],
    differences: [...differences],
    estimate: shift?.center ?? null,
    low: finite(shift?.low),
    high: finite(shift?.high),
    p: decided?.p ?? null,
    adjustedP: decided?.adjustedP ?? null,
    baseMedian: figures.length === 0 ? null : median(figures.map(({ base }) => base)),
    headMedian: figures.length === 0 ? null : median(figures.map(({ head }) => head)),
    noise,
    detectable:
      noise === null
        ? null
        : Math.max(Math.log(order.budgets[metric.name].worseBy), detect(noise, order, tests)),
  };
}

/**
 * The median distance of any two (Shamos 1976), which goes with the estimate of Hodges and Lehmann.
 * The median distance from the median is near zero as soon as half of few pairs happen to agree.
 */
function spreadOf(differences: readonly number[]): number {
  const distances = differences.flatMap((first, index) =>
    differences.slice(index + 1).map((second) => Math.abs(first - second)),
  );
  return NORMAL_SCALE * median(distances);
}

/** The normal approximation of what the test finds at its last look, all corrections in place. */
function detect(noise: number, { alpha, looksAtPairs }: GateOrder, tests: number): number {
  const pairs = looksAtPairs.at(-1) ?? 1;
  const level = alpha / (looksAtPairs.length * tests);
  return ((upperQuantile(level) + POWER_QUANTILE) * noise) / Math.sqrt(pairs * EFFICIENCY);
}

/** Of the standard normal distribution (Abramowitz and Stegun 26.2.23; off by at most 4.5e-4). */
function upperQuantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(probability));
  const above = 2.515517 + 0.802853 * t + 0.010328 * t ** 2;
  const below = 1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3;
  return t - above / below;
}

function finite(bound: number | undefined): number | null {
  return bound === undefined || !Number.isFinite(bound) ? null : bound;
}
