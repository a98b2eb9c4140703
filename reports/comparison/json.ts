import type { Comparison } from '../../stats/compare-runs.ts';

export interface NamedComparison {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
}

/**
 * A comparison for machines. Of one that was refused it has `refusal`, what differs, and no ratio,
 * because any would be taken for an answer.
 */
export function renderComparisonJson(
  { base, head, comparison }: NamedComparison,
  refusal: string | null,
): string {
  const told = refusal === null ? comparison : { ...comparison, compared: [] };
  return `${JSON.stringify({ schema: 1, base, head, refusal, ...told }, null, 2)}\n`;
}
