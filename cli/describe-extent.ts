import { kindsFor } from '../gate/gate-metrics.ts';
import type { CheckedGate } from '../harness/config/gate-config.ts';
import { countOf } from '../reports/text/format.ts';
import type { GateOrder } from '../results/gate-order.ts';

/** In which the processes of a trial come and go. */
const AROUND_TRIAL_MS = 400;
/** Before the pairs of a cell. */
const CALIBRATION_TRIALS = 4;

/** How much a gate is about to measure, and about how long that takes: `2 cells, ... about 2 min`. */
export function describeExtent(
  { cells, looksAtPairs }: Pick<GateOrder, 'cells' | 'looksAtPairs'>,
  { warmup, measure }: Pick<CheckedGate, 'warmup' | 'measure'>,
): string {
  const trialMs = (warmup + measure) / 1e6 + AROUND_TRIAL_MS;
  const lastMs = (pairs: number): number =>
    cells.reduce((sum, { metrics }) => {
      const trials = CALIBRATION_TRIALS + pairs * 2 * kindsFor(metrics).length;
      return sum + trials * trialMs;
    }, 0);
  const [first = 0, last = first] = [looksAtPairs[0], looksAtPairs.at(-1)];
  const least = `${countOf(cells.length, 'cell')}, ${countOf(first, 'pair')} each: about ${formatLong(lastMs(first))} on a quiet machine`;
  return last === first
    ? least
    : `${least}; up to ${last} pairs and ${formatLong(lastMs(last))} for those that cannot be told sooner`;
}

function formatLong(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
