/**
 * Wilcoxon's signed-rank test, exact: under the null hypothesis each difference is as likely
 * positive as negative, and every pattern of signs has the same probability (Wilcoxon 1945; Hollander
 * and Wolfe, Nonparametric Statistical Methods, 3.1). No assumption but symmetry; the same numbers
 * always give the same answer.
 */

/** More differences than this are not asked for; the work grows with the cube of it. */
const DIFFERENCES_MAX = 1_000;

/**
 * The probability of a rank sum of the positive differences at least as great as this one, were the
 * differences symmetric about zero. Ties share their mean rank and the distribution is that of the
 * very ranks at hand; a difference of zero tells nothing and is left out. 1 when nothing is left.
 */
export function signedRankP(differences: readonly number[]): number {
  const ranked = rankBySize(differences.filter((difference) => difference !== 0));
  if (ranked.length === 0) return 1;
  const doubled = ranked.map(({ doubledRank }) => doubledRank);
  const observed = ranked
    .filter(({ isPositive }) => isPositive)
    .reduce((sum, { doubledRank }) => sum + doubledRank, 0);
  return upperTail(doubled, observed);
}

/** Differences by absolute size with their ranks, times two so that mean ranks are whole. */
function rankBySize(differences: readonly number[]) {
  const sorted = differences.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  return sorted.map((difference) => {
    const size = Math.abs(difference);
    const first = sorted.findIndex((other) => Math.abs(other) === size);
    const last = sorted.findLastIndex((other) => Math.abs(other) === size);
    return { doubledRank: first + last + 2, isPositive: difference > 0 };
  });
}

/**
 * The greatest rank sum that is still so small that it, or a smaller one, comes up with probability
 * `alpha` at most, for `count` differences without ties; null when not even 0 is as rare as that.
 */
export function criticalRankSum(count: number, alpha: number): number | null {
  const ranks = Array.from({ length: count }, (_, index) => 2 * (index + 1));
  const chances = rankSumChances(ranks);
  let tail = 0;
  let critical: number | null = null;
  for (let doubledSum = 0; doubledSum < chances.length; doubledSum += 2) {
    tail += chances[doubledSum] ?? 0;
    if (tail > alpha) break;
    critical = doubledSum / 2;
  }
  return critical;
}

function upperTail(doubledRanks: readonly number[], observed: number): number {
  return rankSumChances(doubledRanks)
    .slice(observed)
    .reduce((sum, chance) => sum + chance, 0);
}

/** By doubled rank sum: its probability when every rank is in the sum or not by a fair coin. */
function rankSumChances(doubledRanks: readonly number[]): number[] {
  if (doubledRanks.length > DIFFERENCES_MAX) {
    throw new RangeError(
      `${doubledRanks.length} differences: at most ${DIFFERENCES_MAX} are tested`,
    );
  }
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0);
  const chances = new Array<number>(total + 1).fill(0);
  chances[0] = 1;
  let reach = 0;
  for (const rank of doubledRanks) {
    reach += rank;
    for (let sum = reach; sum >= 0; sum -= 1) {
      chances[sum] = ((chances[sum] ?? 0) + (chances[sum - rank] ?? 0)) / 2;
    }
  }
  return chances;
}
