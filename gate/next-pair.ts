import type { GateOrder, Side } from '../results/gate-order.ts';
import { createRandom, deriveSeed } from '../results/seeded-random.ts';
import type { CellPairs } from './collect-pairs.ts';
import type { GateState } from './judge-gate.ts';

/** What to measure next. */
export interface NextPair {
  readonly cell: string;
  readonly number: number;
  readonly attempt: number;
  /** Which side goes first, by a coin of the seed's. */
  readonly first: Side;
}

/**
 * The cell that lags behind comes first, so that the cells take turns; one whose tests are all
 * decided is not measured further. Null when there is nothing left to measure.
 */
export function planNextPair(order: GateOrder, state: GateState, seed: number): NextPair | null {
  const open = new Set(
    state.tests.filter((test) => test.state.decision === 'open').map((test) => test.cell),
  );
  const lagging = [...open].toSorted((a, b) => concluded(a) - concluded(b))[0];
  if (lagging === undefined) return null;
  const number = concluded(lagging) + 1;
  const attempt = (lagging.pairs.at(number - 1)?.attempts ?? 0) + 1;
  const cellIndex = order.cells.indexOf(lagging.cell);
  const coin = createRandom(deriveSeed(deriveSeed(seed, cellIndex), number * 1_000 + attempt));
  return {
    cell: lagging.cell.name,
    number,
    attempt,
    first: coin() < 0.5 ? 'base' : 'head',
  };
}

function concluded({ pairs }: CellPairs): number {
  return pairs.filter(({ outcome }) => outcome !== 'open').length;
}
