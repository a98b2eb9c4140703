/**
 * The computation of the `work` service: `rounds` steps of a xorshift generator (Marsaglia,
 * "Xorshift RNGs", 2003). Each step needs the one before, so that a compiler can neither reorder,
 * vectorise nor shorten it; integers only, so that it is the same on every CPU; no memory, so that
 * it costs CPU time and nothing else. Pure: the same `rounds` give the same number, an unsigned
 * 32-bit integer that is never 0.
 */
export function compute(rounds: number): number {
  let state = 0x9e3779b9 | 0;
  for (let round = 0; round < rounds; round++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state >>> 0;
}

let lastResult = 0;

/**
 * Computes here and now, on the calling thread. The result is kept where code outside could see
 * it: a compiler may drop a computation whose result nobody can see.
 */
export function computeNow(rounds: number): void {
  lastResult = compute(rounds);
}

/** The last result of {@link computeNow} on this thread. */
export function lastComputed(): number {
  return lastResult;
}
