import { compute as computeRounds } from './services/computation.ts';

/** Entry of the pool's threads, which call it by its name. */
export function compute(rounds: number): number {
  return computeRounds(rounds);
}
