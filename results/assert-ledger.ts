import type { Counts } from './trial-result.ts';

/**
 * scheduled = ok + failed + timedOut + lost + dropped + unfinished. A result that breaks it is a
 * fault of the harness, and no figure in it can be believed.
 */
export function assertLedger(counts: Counts): void {
  const failed = Object.values(counts.failed).reduce((sum, n) => sum + n, 0);
  const settled =
    counts.ok + failed + counts.timedOut + counts.lost + counts.dropped + counts.unfinished;
  if (settled !== counts.scheduled) {
    throw new Error(
      `the ledger does not add up: ${counts.scheduled} scheduled, ${settled} accounted for (${JSON.stringify(counts)})`,
    );
  }
}
