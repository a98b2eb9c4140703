import type { GateCell, PairPlace, Side } from '../../results/gate-order.ts';
import { isSpoiled } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { fixedRateLoad, type MeasuredCell, planGateTrial } from './gate-cell.ts';
import { type GateRunner, measureOnce } from './measure-once.ts';

export interface PairOrder {
  readonly number: number;
  readonly attempt: number;
  readonly first: Side;
}

/**
 * Base and head, one after the other, at the fixed rate and then, where capacity counts, in a closed
 * loop. Ends where the host or the load spoiled one of two, and the pair is measured anew then; never
 * before the other, because a server that fails must not hide behind a loud host.
 */
export async function* measurePair(
  cell: MeasuredCell,
  { metrics, offeredRatePerSec }: GateCell,
  { number, attempt, first }: PairOrder,
  runner: GateRunner,
): AsyncGenerator<TrialResult> {
  if (offeredRatePerSec === null) throw new Error(`${cell.name} has no rate yet`);
  const { load } = cell.sides.base;
  const loads = [
    ...(metrics.some((metric) => metric !== 'capacity')
      ? [fixedRateLoad(cell.sides.base, offeredRatePerSec)]
      : []),
    ...(metrics.includes('capacity') ? [load] : []),
  ];
  const sides: readonly Side[] = first === 'base' ? ['base', 'head'] : ['head', 'base'];
  for (const load of loads) {
    let isSpoilt = false;
    for (const [index, side] of sides.entries()) {
      const place: PairPlace = { number, attempt, side, order: index === 0 ? 1 : 2 };
      const result = await measureOnce(planGateTrial(cell, load, place, runner.seed), runner);
      yield result;
      if (runner.interrupt.aborted) return;
      isSpoilt ||= isSpoiled(result);
    }
    if (isSpoilt) return;
  }
}
