import type { GateMetric } from '../results/gate-order.ts';
import type { GateResult, GateTest } from '../results/gate-result.ts';
import { countOf, formatRate, formatTime, listSome } from './format.ts';

/** What a gate's result is called, in every format. All pure. */

const METRIC_WORDS: Readonly<Record<GateMetric, string>> = {
  'cpu-per-message': 'CPU per message',
  capacity: 'capacity',
  p50: 'p50 response time',
  p99: 'p99 response time',
};

export function nameMetric(metric: GateMetric): string {
  return METRIC_WORDS[metric];
}

/** `+3.2 %`, of the logarithm of a ratio; positive is worse. */
export function formatWorse(logarithm: number): string {
  const percent = Math.expm1(logarithm) * 100;
  const text = Math.abs(percent).toFixed(1);
  return `${percent < 0 && text !== '0.0' ? '-' : '+'}${text} %`;
}

export function formatFigure(metric: GateMetric, value: number): string {
  return metric === 'capacity' ? formatRate(value) : formatTime(value);
}

/** `REGRESSION: event-loop, CPU per message: +10.3 % (at least +8.1 %)`. */
export function describeVerdict(result: GateResult): string {
  const { verdict, tests } = result;
  const worse = tests.filter(({ decision }) => decision === 'regression');
  if (verdict === 'regression') return `REGRESSION: ${listSome(describeWorse(worse), 4, '; ')}`;
  const deciding = tests.filter(({ decision }) => decision !== null);
  if (verdict === 'pass') {
    const most = deciding.reduce((high, test) => Math.max(high, test.high ?? 0), 0);
    return `PASS: nothing is worse by more than ${formatWorse(Math.max(0, most)).slice(1)}, in ${countOf(deciding.length, 'test')} of ${countOf(result.cells.length, 'cell')}`;
  }
  const untold = deciding.filter(({ decision }) => decision !== 'pass');
  const what = [...new Set(untold.map(({ cell, metric }) => `${cell}, ${nameMetric(metric)}`))];
  const broken = result.isComplete ? '' : ' (it was broken off)';
  return `INCONCLUSIVE${broken}: cannot tell of ${countOf(untold.length, 'test')}: ${listSome(what, 4, '; ')}`;
}

function describeWorse(tests: readonly GateTest[]): string[] {
  const failed = tests.filter(({ reason }) => reason !== null);
  const failures = [...new Set(failed.map(({ cell, reason }) => `${cell}: ${reason}`))];
  const found = tests
    .filter(({ reason }) => reason === null)
    .map(({ cell, metric, estimate, low }) => {
      const size = estimate === null ? '' : ` ${formatWorse(estimate)}`;
      const least = low === null ? '' : ` (at least ${formatWorse(low)})`;
      return `${cell}, ${nameMetric(metric)} worse by${size}${least}`;
    });
  return [...failures, ...found];
}

/** Base and head by their names. */
export function describeSides({ order: { base, head } }: GateResult): string {
  const dirty = head.isDirty ? ' with changes that are not committed' : '';
  return `base ${base.ref} (${base.commit.slice(0, 12)}), head ${head.commit.slice(0, 12)}${dirty}`;
}
