import { kindsFor } from '../../gate/gate-metrics.ts';
import { followGate } from '../../gate/judge-gate.ts';
import { planNextPair } from '../../gate/next-pair.ts';
import type { GateOrder, PairPlace, Side } from '../../results/gate-order.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import { createRandom } from '../../results/seeded-random.ts';
import { isSpoiled } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { HEADER, makeTrial } from '../results/make-trial.ts';

const BUDGET = { worseBy: 1.03, passBelow: 1.05 };

export const ORDER: GateOrder = {
  base: { ref: 'main', commit: 'a'.repeat(40) },
  head: { commit: 'b'.repeat(40), isDirty: false },
  looksAtPairs: [10, 20, 40],
  alpha: 0.05,
  budgets: { 'cpu-per-message': BUDGET, capacity: BUDGET, p50: BUDGET, p99: BUDGET },
  attemptsPerPair: 3,
  cells: ['event-loop', 'cluster'].map((name) => ({
    name,
    metrics: ['cpu-per-message', 'capacity', 'p50'],
    baseCapacityPerSec: 100_000,
    offeredRatePerSec: 50_000,
    notes: [],
    obstacle: null,
  })),
};

export interface InventedTrial {
  readonly cell: string;
  readonly kind: 'fixed-rate' | 'capacity';
  readonly place: PairPlace;
}

/** What a made-up machine does: how much worse than usual a trial comes out, or how it fails. */
export type Machine = (trial: InventedTrial) => number | Pick<TrialResult, 'status' | 'reasons'>;

/** A machine whose trials scatter by so much, with a head that is slower by a ratio. */
export function steadyMachine(headRatio: number, scatter = 0.01, seed = 1): Machine {
  const random = createRandom(seed);
  return ({ place, cell }) =>
    (place.side === 'head' && cell === 'event-loop' ? headRatio : 1) *
    Math.exp(scatter * (random() - 0.5));
}

/** Runs a whole gate on it, trial by trial as a gate does; `trialsMax` breaks it off. */
export function playGate(
  machine: Machine,
  order = ORDER,
  trialsMax = Number.POSITIVE_INFINITY,
): Pick<RecordedRun, 'header' | 'trials'> {
  const header = { ...HEADER, seed: 7, config: { gate: order } };
  const trials: TrialResult[] = [];
  for (;;) {
    const next = planNextPair(order, followGate(order, trials), header.seed);
    if (next === null || trials.length >= trialsMax) return { header, trials };
    const { cell, number, attempt, first } = next;
    const metrics = order.cells.find(({ name }) => name === cell)?.metrics ?? [];
    const sides: Side[] = first === 'base' ? ['base', 'head'] : ['head', 'base'];
    for (const kind of kindsFor(metrics)) {
      const results = sides.map((side, index) => {
        const place: PairPlace = { number, attempt, side, order: index === 0 ? 1 : 2 };
        return inventTrial({ cell, kind, place }, machine);
      });
      trials.push(...results);
      if (results.some(isSpoiled)) break;
    }
  }
}

function inventTrial(invented: InventedTrial, machine: Machine): TrialResult {
  const { cell, kind, place } = invented;
  const outcome = machine(invented);
  const worse = typeof outcome === 'number' ? outcome : 1;
  const plain = makeTrial();
  const { server, responseTimeNs } = plain;
  if (server === null || responseTimeNs === null) throw new Error('the synthetic trial is empty');
  return {
    ...plain,
    trial: {
      ...plain.trial,
      id: `${cell}.${kind}.${place.side}.p${place.number}.a${place.attempt}`,
      strategy: cell,
      load:
        kind === 'capacity'
          ? { loop: 'closed', connections: 16, depth: 1, thinkTimeNs: 0 }
          : { loop: 'open', connections: 16, offeredRatePerSec: 50_000, arrivals: 'poisson' },
      pair: place,
    },
    status: 'complete',
    reasons: [],
    throughputPerSec: 100_000 / worse,
    server: { ...server, cpuNsPerMessage: 5_000 * worse },
    responseTimeNs: {
      ...responseTimeNs,
      p50: Math.round(100_000 * worse),
      p99: Math.round(900_000 * worse),
    },
    ...(typeof outcome === 'number' ? {} : outcome),
  };
}
