import type { GateCell, GateOrder } from '../../results/gate-order.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { awaitCalm } from './await-calm.ts';
import { calibrateCell } from './calibrate-cell.ts';
import type { MeasuredCell } from './gate-cell.ts';
import type { GateRunner } from './measure-once.ts';
import { measurePair, type PairOrder } from './measure-pair.ts';

export type GateEvent =
  | { readonly type: 'trial'; readonly result: TrialResult }
  /** The rates are known now: it is to be kept before the pairs are. */
  | { readonly type: 'order'; readonly order: GateOrder };

/** Judges what there is so far, and says which pair is to be measured next; null for none. */
export type PlanNext = (
  order: GateOrder,
  trials: readonly TrialResult[],
) => (PairOrder & { readonly cell: string }) | null;

export interface GateToRun {
  readonly order: GateOrder;
  readonly cells: readonly MeasuredCell[];
}

/** Measures rates, and then pairs until all is decided. Stops early when interrupted. */
export async function* runGate(
  { order: asked, cells }: GateToRun,
  runner: GateRunner,
  planNext: PlanNext,
): AsyncGenerator<GateEvent> {
  const trials: TrialResult[] = [];
  let order = asked;
  for (const cell of cells) {
    const index = order.cells.findIndex(({ name }) => name === cell.name);
    const known = order.cells[index];
    if (known === undefined) throw new Error(`no cell ${cell.name}`);
    const found = yield* tell(calibrateCell(cell, known, runner));
    if (runner.interrupt.aborted) return;
    order = { ...order, cells: order.cells.with(index, found) };
    yield { type: 'order', order };
  }
  while (!runner.interrupt.aborted) {
    const next = planNext(order, trials);
    if (next === null) return;
    const cell = cells.find(({ name }) => name === next.cell);
    const known = order.cells.find(({ name }) => name === next.cell);
    if (cell === undefined || known === undefined) throw new Error(`no cell ${next.cell}`);
    if (next.attempt > 1) await awaitCalm(runner.patience, runner.interrupt);
    for await (const result of measurePair(cell, known, next, runner)) {
      trials.push(result);
      yield { type: 'trial', result };
    }
  }
}

/** Passes trials on as events, and gives what comes out in the end. */
async function* tell(
  calibration: AsyncGenerator<TrialResult, GateCell>,
): AsyncGenerator<GateEvent, GateCell> {
  for (;;) {
    const { done, value } = await calibration.next();
    if (done) return value;
    yield { type: 'trial', result: value };
  }
}
