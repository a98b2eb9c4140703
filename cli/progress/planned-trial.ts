import { openingNs } from '../../loadgen/opening-ramp.ts';
import type { Trial } from '../../results/trial.ts';

/** What is known of a trial before it runs. */
export interface PlannedTrial {
  /** The cell and the repetition. */
  readonly name: string;
  /** Its phases as planned, without starting and stopping. */
  readonly plannedMs: number;
}

/** Wider, names would leave no room for figures. */
const NAME_MAX = 48;

export function describePlanned({
  cell,
  repetition,
  load,
  timing,
}: Pick<Trial, 'cell' | 'repetition' | 'load' | 'timing'>): PlannedTrial {
  const plannedMs = (openingNs(load) + timing.warmupNs + timing.measureNs) / 1e6;
  return { name: nameTrial({ cell, repetition }), plannedMs };
}

export function nameTrial({ cell, repetition }: Pick<Trial, 'cell' | 'repetition'>): string {
  return `${cell} #${repetition + 1}`;
}

/** Columns that hold all names, so that figures stand beneath each other. */
export function nameWidth(planned: readonly PlannedTrial[] | null): number {
  const longest = Math.max(0, ...(planned ?? []).map(({ name }) => name.length));
  return longest === 0 ? NAME_MAX : Math.min(NAME_MAX, longest);
}
