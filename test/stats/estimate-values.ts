import { type Estimate, estimate } from '../../stats/sample.ts';

/** The estimate from one value per repetition. */
export function estimateValues(values: readonly number[]): Estimate | null {
  return estimate(values.map((value, repetition) => ({ repetition, value })));
}
