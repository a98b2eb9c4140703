import { estimateShift } from './paired-shift.ts';
import { type Estimate, MIN_TRIALS_FOR_CLAIM } from './sample.ts';

/** Chance of error at either end of the interval, where the number of pairs allows so little. */
const ALPHA = 0.025;

/**
 * Whether two cells differ for certain. Their trials are paired by repetition, because each
 * repetition runs all cells within minutes: what slows the machine then slows both. They differ when
 * the interval of the ratio, the one that goes with the exact signed-rank test, leaves out 1; with
 * five pairs that takes all five on one side, and the interval has 93.75 %.
 */
export function canTellApart(a: Estimate, b: Estimate): boolean {
  const differences = pairByRepetition(a, b).map(([one, other]) => Math.log(one / other));
  if (differences.length < MIN_TRIALS_FOR_CLAIM || !differences.every(Number.isFinite)) {
    return false;
  }
  const { low, high } = estimateShift(differences, Math.max(ALPHA, 2 ** -differences.length));
  return low > 0 || high < 0;
}

/** A repetition that one of them has no complete trial of has no pair. */
function pairByRepetition(a: Estimate, b: Estimate): [number, number][] {
  const others = new Map(b.samples.map(({ repetition, value }) => [repetition, value]));
  return a.samples.flatMap(({ repetition, value }): [number, number][] => {
    const other = others.get(repetition);
    return other === undefined ? [] : [[value, other]];
  });
}
