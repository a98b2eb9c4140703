import type { TrialResult } from '../results/trial-result.ts';
import { findMedianTrial } from './median-trial.ts';

/** How a server's clients came to lie on its workers. */
export interface WorkerShares {
  /** Datagrams have no connections: there it is the different senders that a worker heard. */
  readonly counted: 'connections' | 'peers';
  /** Of the trial with the median throughput, the most first. */
  readonly clients: readonly number[];
  readonly repetition: number;
  /** The busiest worker's share of the clients, from trial to trial. */
  readonly leastShare: number;
  readonly mostShare: number;
}

/** Null where no complete trial tells of its workers. */
export function summarizeWorkers(trials: readonly TrialResult[]): WorkerShares | null {
  const telling = trials.filter(
    (result) => result.status === 'complete' && sumOf(clientsOf(result)) > 0,
  );
  const shown = findMedianTrial(telling);
  if (shown === null) return null;
  const shares = telling.map((result) => {
    const clients = clientsOf(result);
    return Math.max(...clients) / sumOf(clients);
  });
  return {
    counted: shown.server?.datagramsPerWorker === undefined ? 'connections' : 'peers',
    clients: clientsOf(shown).toSorted((a, b) => b - a),
    repetition: shown.trial.repetition,
    leastShare: Math.min(...shares),
    mostShare: Math.max(...shares),
  };
}

function clientsOf({ server }: TrialResult): readonly number[] {
  return (
    server?.datagramsPerWorker?.map(({ peers }) => peers) ?? server?.connectionsPerWorker ?? []
  );
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
