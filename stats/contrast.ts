import { type Estimate, MIN_TRIALS_FOR_CLAIM } from './sample.ts';
import { canTellApart } from './tell-apart.ts';

/** A strategy and one figure of it. */
export interface Contestant {
  readonly label: string;
  readonly estimate: Estimate;
}

/**
 * Who is best and who is worst, as far as the trials tell. `best` holds all that cannot be told apart
 * from the best median, `worst` all others that cannot be told apart from the worst.
 */
export type Contrast =
  | { readonly kind: 'nobody' }
  /** Nothing to compare with. */
  | { readonly kind: 'alone'; readonly only: Contestant }
  /** Fewer than two have trials enough for a claim; best median first. */
  | { readonly kind: 'no-claim'; readonly all: readonly Contestant[] }
  /** Nobody can be told apart from the best. */
  | { readonly kind: 'tied'; readonly all: readonly Contestant[]; readonly unclaimed: number }
  | {
      readonly kind: 'apart';
      readonly best: readonly Contestant[];
      readonly worst: readonly Contestant[];
      /** Neither of the two. */
      readonly between: number;
      /** Those with too few trials for a claim: not in the comparison. */
      readonly unclaimed: number;
    };

/** By the same test as the ranking, pair by pair with the first, so that the two never disagree. */
export function contrast(entries: readonly Contestant[], lessIsBetter: boolean): Contrast {
  const sign = lessIsBetter ? 1 : -1;
  const sorted = entries.toSorted((a, b) => sign * (a.estimate.center - b.estimate.center));
  const [only, second] = sorted;
  if (only === undefined) return { kind: 'nobody' };
  if (second === undefined) return { kind: 'alone', only };
  const claimed = sorted.filter(({ estimate }) => estimate.trials >= MIN_TRIALS_FOR_CLAIM);
  const [leader] = claimed;
  if (leader === undefined || claimed.length < 2) return { kind: 'no-claim', all: sorted };
  const unclaimed = sorted.length - claimed.length;
  const tiesWith = (one: Contestant) => (other: Contestant) =>
    one === other || !canTellApart(one.estimate, other.estimate);
  const best = claimed.filter(tiesWith(leader));
  const others = claimed.filter((each) => !best.includes(each));
  const last = others.at(-1);
  if (last === undefined) return { kind: 'tied', all: claimed, unclaimed };
  const worst = others.filter(tiesWith(last));
  return { kind: 'apart', best, worst, between: others.length - worst.length, unclaimed };
}
