/**
 * With fewer pairs at the last look no regression can ever be told: of n differences that all point
 * the same way the signed-rank test makes p = 2^-n, which is multiplied by the number of looks and,
 * for the first of many tests, by their number (Holm).
 */
export function fewestPairs(alpha: number, looks: number, tests: number): number {
  return Math.floor(Math.log2((looks * tests) / alpha)) + 1;
}
