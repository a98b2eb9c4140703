/**
 * Holm's adjustment: with several tests at once, the chance that any of them rejects a true null
 * hypothesis stays at the level that the adjusted values are compared with (Holm 1979). In the order
 * that was given; each from 0 to 1.
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index);
  order.sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = least;
  }
  return adjusted;
}
